package dev.offramp.load;

import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Works out what of a changed record goes back to what it was (invariant 5): what somebody has
 * changed since stays, and is reported.
 */
final class PriorValues {
  private final ChunkBook book;
  private final Traits traits;
  private final TagValues tags;
  private final UndoPolicy policy;
  private final UndoTally tally;

  PriorValues(ChunkBook book, Traits traits, UndoPolicy policy, UndoTally tally) {
    this.book = book;
    this.traits = traits;
    this.tags = new TagValues(traits);
    this.policy = policy;
    this.tally = tally;
  }

  /**
   * What becomes of a changed record.
   *
   * @param back the fields that go back, with the values that they had
   * @param left those that were not as we had written them, with the values that they had from us
   * @param forced those of them that go back all the same, or went, with the values that they had
   */
  record Values(Map<String, String> back, Map<String, String> left, Map<String, String> forced) {
    private static Values none() {
      return new Values(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  /** What becomes of a record that a line has changed. */
  Values of(LedgerLine line, RemoteRecord now) {
    Values values = Values.none();
    Earlier earlier = new Earlier(line.trace());
    for (String name : line.wanted().keySet()) {
      if (tags.isIn(name)) {
        tags(line, now, values);
      } else {
        field(line, name, now, earlier, values);
      }
    }
    return values;
  }

  /** What the ledger says of what came of a change, and of earlier tries to put it back. */
  private final class Earlier {
    private final LedgerLine outcome;
    private final LedgerLine begun;
    private final LedgerLine undone;

    Earlier(String trace) {
      this.outcome = book.outcome(Stage.RECORDS, trace);
      this.begun = book.undoing(Stage.RECORDS, trace);
      this.undone = book.undone(Stage.RECORDS).get(trace);
    }

    /** Whether a field that is as it was before may be so by another job's doing. */
    boolean otherPutBack(String name) {
      boolean ours = outcome != null && !outcome.wanted().containsKey(name);
      return (undone != null || (ours && policy.othersApart()))
          && (begun == null || begun.wanted().containsKey(name));
    }

    /**
     * Whether a field has gone back by force: what people do from then on stays. That a call was
     * about to be made says so only of a field that is as it was before.
     */
    boolean forced(String name, boolean asBefore) {
      return (undone != null && undone.prior().containsKey(name))
          || (asBefore && begun != null && begun.prior().containsKey(name));
    }
  }

  private void field(
      LedgerLine line, String name, RemoteRecord now, Earlier earlier, Values values) {
    String ours = line.wanted().get(name);
    String before = line.prior().getOrDefault(name, "");
    String current = name.equals(traits.markerField()) ? now.marker() : now.field(name);
    if (current.equals(ours)) {
      values.back().put(name, before);
      return;
    }
    boolean asBefore = current.equals(before);
    if (asBefore && !earlier.otherPutBack(name)) {
      return;
    }
    values.left().put(name, ours);
    if (earlier.forced(name, asBefore)) {
      values.forced().put(name, before);
    } else if (!asBefore && policy.forcesField(now.remoteId(), name, current)) {
      values.forced().put(name, before);
      values.back().put(name, before);
    } else if (!asBefore) {
      tally.leave(line.row(), now.remoteId(), name, UndoTally.SINCE);
    }
  }

  /** The tags as they are now without those that we added; what people did with others stays. */
  private void tags(LedgerLine line, RemoteRecord now, Values values) {
    String name = traits.tagField();
    String before = line.prior().getOrDefault(name, "");
    String current = now.field(name);
    Set<String> added = tags.added(before, line.wanted().get(name));
    Set<String> kept = tags.of(current);
    kept.removeAll(added);
    boolean asBefore = kept.equals(tags.of(before));
    boolean forced = !asBefore && policy.forcesTags(now.remoteId(), name);
    String goal = asBefore || forced ? before : tags.joined(kept);
    if ((forced || !added.isEmpty()) && !goal.equals(current)) {
      values.back().put(name, goal);
    }
    if (!asBefore && !forced) {
      tally.leave(line.row(), now.remoteId(), name, UndoTally.SINCE);
      // Ours are off: whoever adds them from now on is somebody else.
      values.left().put(name, before);
    }
  }
}
