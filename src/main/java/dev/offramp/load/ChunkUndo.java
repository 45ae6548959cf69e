package dev.offramp.load;

import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes back one chunk, in the opposite order of its loading. */
final class ChunkUndo {
  private final Destination destination;
  private final ChunkBook book;
  private final Replies replies;
  private final Pause pause;
  private final UndoTally tally;
  private final RecordUndo records;
  private final UndoReader reader;

  ChunkUndo(
      Destination destination,
      ChunkBook book,
      Lanes lanes,
      LateCalls late,
      Pause pause,
      UndoPolicy policy,
      UndoTally tally) {
    this.destination = destination;
    this.book = book;
    this.replies = new Replies(destination, book, late, pause);
    this.pause = pause;
    this.tally = tally;
    this.records = new RecordUndo(destination, book, lanes, late, pause, policy, tally);
    this.reader = new UndoReader(destination, book, lanes);
  }

  /** Reads what there is to undo. */
  UndoPlan plan() {
    return reader.all();
  }

  /** Reads what an earlier rollback had to leave. */
  UndoPlan left() {
    return reader.left();
  }

  /** The plan after another chunk has been taken back, which had to do with some records. */
  UndoPlan after(UndoPlan plan, Set<String> touched) {
    return reader.after(plan, touched);
  }

  /** The ids of the records that the chunk has to do with. */
  Set<String> touched(UndoPlan plan) {
    return reader.touched(plan);
  }

  /** Takes the chunk back; can be called again after it ended anywhere. */
  void run(UndoPlan plan) {
    Set<String> made = remoteIds(plan);
    leaveLists(made);
    new ConsentUndo(destination, book, replies, pause, tally).run(open(Stage.CONSENT, made));
    records.restore(plan);
    records.delete(plan);
  }

  /** Whether anything of the chunk was not as we had written it. */
  boolean leavesAnything(UndoPlan plan) {
    Map<String, LedgerLine> undone = book.undone(Stage.RECORDS);
    return plan.creates().stream().anyMatch(line -> !undone.containsKey(line.trace()))
        || book.intents(Stage.RECORDS).keySet().stream()
            .map(undone::get)
            .anyMatch(line -> line != null && !line.wanted().isEmpty())
        || !permissions(remoteIds(plan)).isEmpty();
  }

  private List<LedgerLine> permissions(Set<String> made) {
    return open(Stage.CONSENT, made).stream()
        .filter(line -> ConsentStage.wanted(line) == ConsentState.SUBSCRIBED)
        .toList();
  }

  /**
   * Takes back what an earlier rollback had to leave, where it is as we wrote it by now. Refusals
   * are not lifted then: one may be its person's own (invariant 6).
   *
   * @return what was looked at
   */
  Set<UndoSummary.About> runAgain(UndoPlan left) {
    Set<String> made = remoteIds(left);
    List<LedgerLine> permissions = permissions(made);
    new ConsentUndo(destination, book, replies, pause, tally).run(permissions);
    records.restore(left);
    records.delete(left);
    Set<UndoSummary.About> seen = new HashSet<>();
    permissions.forEach(line -> seen.add(new UndoSummary.About(line.row(), ConsentUndo.WHAT)));
    left.creates().forEach(line -> seen.add(new UndoSummary.About(line.row(), RecordUndo.WHAT)));
    for (LedgerLine line : left.updates()) {
      line.wanted().keySet().forEach(f -> seen.add(new UndoSummary.About(line.row(), f)));
    }
    return seen;
  }

  /** The records that we made: what hangs on them goes or stays with them. */
  private Set<String> remoteIds(UndoPlan plan) {
    Set<String> ids = new HashSet<>();
    for (LedgerLine create : plan.creates()) {
      RemoteRecord now = plan.now().get(create.trace());
      if (now != null) {
        ids.add(now.remoteId());
      }
    }
    book.outcomes(Stage.RECORDS).values().stream()
        .filter(line -> line.kind().equals(RecordPlanner.CREATE))
        .filter(ConsentStage::took)
        .forEach(line -> ids.add(line.target()));
    return ids;
  }

  private List<LedgerLine> open(Stage stage, Set<String> made) {
    Map<String, LedgerLine> outcomes = book.outcomes(stage);
    Map<String, LedgerLine> undone = book.undone(stage);
    List<LedgerLine> open = new ArrayList<>();
    for (LedgerLine intent : book.intents(stage).values()) {
      LedgerLine outcome = outcomes.get(intent.trace());
      boolean refused = outcome != null && !ConsentStage.took(outcome);
      if (!refused && !made.contains(intent.target()) && !undone.containsKey(intent.trace())) {
        open.add(intent);
      }
    }
    return open;
  }

  private void leaveLists(Set<String> made) {
    List<LedgerLine> open = open(Stage.MEMBERSHIPS, made);
    RepeatedUndo repeated = new RepeatedUndo(book, tally);
    tally.count(UndoTally.LISTS, open.size());
    MembershipStage.byList(open)
        .forEach(
            (list, lines) -> {
              for (var batch : Batches.of(lines, destination.traits().membershipBatch())) {
                repeated.send(
                    Stage.MEMBERSHIPS,
                    "list",
                    batch,
                    rest ->
                        replies.answers(
                            Stage.MEMBERSHIPS,
                            true,
                            rest,
                            () -> destination.leave(list, MembershipStage.records(rest))),
                    LedgerLine::target);
              }
            });
  }
}
