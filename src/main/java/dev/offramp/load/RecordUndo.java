package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes back what a chunk did to records (invariant 5): records that we made go, unless somebody
 * has changed a field that we wrote; fields that we changed get their prior values back, unless
 * somebody has changed them since.
 */
final class RecordUndo {
  private static final int MOST_TRIES = 6;
  private static final String SINCE = "changed by somebody since";

  private final Destination destination;
  private final Traits traits;
  private final TagValues tags;
  private final ChunkBook book;
  private final Lanes lanes;
  private final Replies replies;
  private final UndoPolicy policy;
  private final UndoTally tally;

  RecordUndo(
      Destination destination,
      ChunkBook book,
      Lanes lanes,
      LateCalls late,
      Pause pause,
      UndoPolicy policy,
      UndoTally tally) {
    this.destination = destination;
    this.traits = destination.traits();
    this.tags = new TagValues(traits);
    this.book = book;
    this.lanes = lanes;
    this.replies = new Replies(destination, book, late, pause);
    this.policy = policy;
    this.tally = tally;
  }

  /**
   * What took effect and is not undone, with the records as they are now.
   *
   * @param creates our records, to be taken away
   * @param updates changed records, to be put back
   * @param now the records by trace; without an entry it is gone
   */
  record Plan(List<LedgerLine> creates, List<LedgerLine> updates, Map<String, RemoteRecord> now) {}

  /** Reads what there is to undo. Intents without an outcome are looked up first. */
  Plan plan() {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    Map<String, LedgerLine> undone = book.undone(Stage.RECORDS);
    List<LedgerLine> creates = new ArrayList<>();
    List<LedgerLine> updates = new ArrayList<>();
    List<Lookup> lookups = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    for (LedgerLine intent : book.intents(Stage.RECORDS).values()) {
      LedgerLine outcome = outcomes.get(intent.trace());
      boolean clash = Clashes.open(book, intent);
      boolean refused = outcome != null && !ConsentStage.took(outcome) && !clash;
      if (refused || undone.containsKey(intent.trace())) {
        continue;
      }
      boolean create = intent.kind().equals(RecordPlanner.CREATE);
      (create ? creates : updates).add(intent);
      fields.addAll(intent.wanted().keySet());
      lookups.add(lookup(intent, clash ? null : outcome));
    }
    Map<String, RemoteRecord> now = read(lookups, fields);
    creates.removeIf(
        line -> Clashes.open(book, line) && !now.containsKey(line.trace())); // Not ours.
    return new Plan(creates, updates, now);
  }

  /**
   * A plan that was made before other records were taken back, with what was done to these read
   * anew.
   *
   * @param touched the records' ids
   */
  Plan after(Plan plan, Set<String> touched) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<Lookup> lookups = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    for (LedgerLine intent : concat(plan.creates(), plan.updates())) {
      boolean clash = Clashes.open(book, intent);
      Lookup lookup = lookup(intent, clash ? null : outcomes.get(intent.trace()));
      RemoteRecord seen = plan.now().get(intent.trace());
      if (touched.contains(seen == null ? lookup.remoteId() : seen.remoteId())) {
        fields.addAll(intent.wanted().keySet());
        lookups.add(lookup);
      }
    }
    Map<String, RemoteRecord> now = new HashMap<>(plan.now());
    lookups.forEach(lookup -> now.remove(lookup.traceId()));
    now.putAll(read(lookups, fields));
    return new Plan(plan.creates(), plan.updates(), now);
  }

  /** The records that the chunk has to do with, as far as their ids are known. */
  Set<String> touched(Plan plan) {
    Set<String> ids = new HashSet<>();
    plan.now().values().forEach(record -> ids.add(record.remoteId()));
    book.outcomes(Stage.RECORDS).values().forEach(line -> ids.add(line.target()));
    book.intents(Stage.RECORDS).values().forEach(line -> ids.add(line.target()));
    return ids;
  }

  private static List<LedgerLine> concat(List<LedgerLine> first, List<LedgerLine> second) {
    List<LedgerLine> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static Lookup lookup(LedgerLine intent, LedgerLine outcome) {
    String id = outcome == null ? intent.target() : outcome.target();
    boolean known = id != null && !id.isEmpty();
    return new Lookup(intent.trace(), known ? id : null, intent.marker(), "", !known);
  }

  private Map<String, RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    fields.remove(traits.markerField());
    List<Supplier<List<RemoteRecord>>> calls = new ArrayList<>();
    for (List<Lookup> batch : Batches.of(lookups, traits.readBatch())) {
      calls.add(() -> destination.read(batch, fields));
    }
    Map<String, RemoteRecord> found = new HashMap<>();
    lanes.run(calls).forEach(records -> records.forEach(r -> found.put(r.traceId(), r)));
    return found;
  }

  /** Puts changed fields back. */
  void restore(Plan plan) {
    List<Draft> drafts = new ArrayList<>();
    Map<String, LedgerLine> lines = new LinkedHashMap<>();
    for (LedgerLine line : plan.updates()) {
      RemoteRecord now = plan.now().get(line.trace());
      if (now == null) {
        tally.leave(line.row(), line.target(), "record", "it is gone");
        done(List.of(line), UndoTally.GONE);
        continue;
      }
      Map<String, String> back = back(line, now);
      if (back.isEmpty()) {
        done(List.of(line), UndoTally.RESTORED);
      } else {
        drafts.add(new Draft(line.trace(), now.remoteId(), back));
        lines.put(line.trace(), line);
      }
    }
    tally.count(UndoTally.RESTORED, drafts.size());
    inLanes(
        Batches.of(drafts, traits.writeBatch()),
        batch ->
            settle(
                batch.stream().map(d -> lines.get(d.traceId())).toList(),
                remaining -> {
                  Set<String> open = traces(remaining);
                  return destination.update(
                      batch.stream().filter(d -> open.contains(d.traceId())).toList());
                },
                LedgerLine::trace));
  }

  private <T> void inLanes(List<List<T>> batches, Consumer<List<T>> work) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    for (List<T> batch : batches) {
      calls.add(
          () -> {
            work.accept(batch);
            return true;
          });
    }
    lanes.run(calls);
  }

  /** The fields that go back to what they were; those that somebody changed are left. */
  private Map<String, String> back(LedgerLine line, RemoteRecord now) {
    Map<String, String> back = new LinkedHashMap<>();
    line.wanted()
        .forEach(
            (name, ours) -> {
              String before = line.prior().getOrDefault(name, "");
              String current = name.equals(traits.markerField()) ? now.marker() : now.field(name);
              if (tags.isIn(name)) {
                String goal = tags(line.row(), now, before, ours);
                if (!goal.equals(current)) {
                  back.put(name, goal);
                }
              } else if (current.equals(ours)
                  || (policy.forces(Forced.FIELDS) && !current.equals(before))) {
                back.put(name, before);
              } else if (!current.equals(before)) {
                tally.leave(line.row(), now.remoteId(), name, SINCE);
              }
            });
    return back;
  }

  /** The tags as they are now without those that we added; what people did with others stays. */
  private String tags(long row, RemoteRecord now, String before, String ours) {
    Set<String> kept = tags.of(now.field(traits.tagField()));
    kept.removeAll(tags.added(before, ours));
    if (policy.forces(Forced.TAGS) || kept.equals(tags.of(before))) {
      return before;
    }
    tally.leave(row, now.remoteId(), traits.tagField(), SINCE);
    return tags.joined(kept);
  }

  /** Takes away the records that we made and that are still as we made them. */
  void delete(Plan plan) {
    List<LedgerLine> goes = new ArrayList<>();
    for (LedgerLine line : plan.creates()) {
      RemoteRecord now = plan.now().get(line.trace());
      if (now == null) {
        done(List.of(line), UndoTally.GONE);
      } else if (policy.forces(Forced.CONTACTS) || untouched(line, now)) {
        goes.add(target(line, now.remoteId()));
      } else {
        tally.leave(line.row(), now.remoteId(), "record", SINCE);
      }
    }
    tally.count(UndoTally.DELETED, goes.size());
    inLanes(
        Batches.of(goes, traits.writeBatch()),
        batch ->
            settle(
                batch,
                open -> destination.delete(open.stream().map(LedgerLine::target).toList()),
                LedgerLine::target));
  }

  private boolean untouched(LedgerLine line, RemoteRecord now) {
    return line.wanted().entrySet().stream()
        .allMatch(
            field -> {
              String name = field.getKey();
              String current = name.equals(traits.markerField()) ? now.marker() : now.field(name);
              return tags.same(name, current, field.getValue());
            });
  }

  private static LedgerLine target(LedgerLine line, String id) {
    return new LedgerLine(
        line.trace(),
        line.row(),
        line.kind(),
        line.key(),
        line.marker(),
        id,
        line.wanted(),
        line.prior(),
        line.status(),
        line.message());
  }

  private static Set<String> traces(List<LedgerLine> lines) {
    return lines.stream().map(LedgerLine::trace).collect(java.util.stream.Collectors.toSet());
  }

  /** Sends until everything is answered: undoing twice leaves the same state. */
  private void settle(
      List<LedgerLine> batch,
      java.util.function.Function<List<LedgerLine>, dev.offramp.crm.WriteReply> call,
      java.util.function.Function<LedgerLine, String> id) {
    List<LedgerLine> open = new ArrayList<>(batch);
    for (int attempt = 0; attempt < MOST_TRIES && !open.isEmpty(); attempt++) {
      List<LedgerLine> sent = List.copyOf(open);
      var answers =
          Settling.send(
              sent, id, part -> replies.answers(Stage.RECORDS, true, part, () -> call.apply(part)));
      List<LedgerLine> outcomes = Settling.outcomes(sent, answers, id);
      for (LedgerLine outcome : outcomes) {
        if (!ConsentStage.took(outcome)) {
          String why = outcome.message().isEmpty() ? outcome.status() : outcome.message();
          tally.leave(outcome.row(), outcome.target(), "record", why);
        }
      }
      book.undo(Stage.RECORDS, outcomes);
      Set<String> settled = traces(outcomes);
      open.removeIf(line -> settled.contains(line.trace()));
    }
    if (!open.isEmpty()) {
      throw new dev.offramp.crm.UnknownOutcomeException("the destination does not answer", null);
    }
  }

  /** Notes lines for which nothing had to be sent. */
  private void done(List<LedgerLine> lines, String kind) {
    tally.count(kind, kind.equals(UndoTally.GONE) ? lines.size() : 0);
    book.undo(
        Stage.RECORDS,
        lines.stream()
            .map(line -> RecordStage.outcome(line, Verdict.ALREADY, line.target(), kind))
            .toList());
  }
}
