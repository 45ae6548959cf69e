package dev.offramp.load;

import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes back one chunk, in the opposite order of its loading. */
final class ChunkUndo {
  private static final int MOST_TRIES = 6;

  private final Destination destination;
  private final ChunkBook book;
  private final Replies replies;
  private final UndoTally tally;
  private final RecordUndo records;

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
    this.tally = tally;
    this.records = new RecordUndo(destination, book, lanes, late, pause, policy, tally);
  }

  /** Reads what there is to undo. */
  RecordUndo.Plan plan() {
    return records.plan();
  }

  /** The plan after another chunk has been taken back, which had to do with some records. */
  RecordUndo.Plan after(RecordUndo.Plan plan, Set<String> touched) {
    return records.after(plan, touched);
  }

  /** The ids of the records that the chunk has to do with. */
  Set<String> touched(RecordUndo.Plan plan) {
    return records.touched(plan);
  }

  /** Takes the chunk back; can be called again after it ended anywhere. */
  void run(RecordUndo.Plan plan) {
    Set<String> made = remoteIds(plan);
    leaveLists(made);
    restoreConsent(made);
    records.restore(plan);
    records.delete(plan);
  }

  /** The records that we made: what hangs on them goes or stays with them. */
  private Set<String> remoteIds(RecordUndo.Plan plan) {
    Set<String> ids = new java.util.HashSet<>();
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
    tally.count(UndoTally.LISTS, open.size());
    MembershipStage.byList(open)
        .forEach(
            (list, lines) -> {
              for (var batch : Batches.of(lines, destination.traits().membershipBatch())) {
                repeat(
                    Stage.MEMBERSHIPS,
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

  private void restoreConsent(Set<String> made) {
    List<LedgerLine> open = open(Stage.CONSENT, made);
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.CONSENT);
    for (var batch : Batches.of(open, destination.traits().consentBatch())) {
      Map<String, ConsentRecord> now =
          destination.consent(batch.stream().map(LedgerLine::key).distinct().toList());
      List<LedgerLine> ours = new ArrayList<>();
      for (LedgerLine line : batch) {
        ConsentRecord current = now.get(line.key());
        if (ConsentStage.wanted(line) == ConsentState.UNSPECIFIED) {
          continue; // Invariant 6: a permission that was taken back is not given again.
        }
        if (ConsentStage.inDoubt(outcomes.get(line.trace()))) {
          tally.leave(line.row(), line.target(), "consent", ConsentStage.IN_DOUBT);
        } else if (current != null && current.state() == ConsentStage.wanted(line)) {
          ours.add(line);
        } else if (current != null && current.state() != ConsentStage.prior(line).state()) {
          tally.leave(line.row(), line.target(), "consent", "changed by somebody since");
        }
      }
      tally.count(UndoTally.CONSENT, ours.size());
      if (!ours.isEmpty()) {
        repeat(Stage.CONSENT, ours, this::restoreCall, LedgerLine::key);
      }
    }
  }

  private Map<String, dev.offramp.crm.RowAnswer> restoreCall(List<LedgerLine> lines) {
    Map<String, ConsentRecord> priors = new LinkedHashMap<>();
    lines.forEach(line -> priors.put(line.key(), ConsentStage.prior(line)));
    return replies.answers(Stage.CONSENT, true, lines, () -> destination.restoreConsent(priors));
  }

  private static String what(Stage stage) {
    return stage == Stage.CONSENT ? "consent" : "list";
  }

  /** Sends until everything is answered: undoing twice leaves the same state. */
  private void repeat(
      Stage stage,
      List<LedgerLine> batch,
      java.util.function.Function<List<LedgerLine>, Map<String, dev.offramp.crm.RowAnswer>> call,
      java.util.function.Function<LedgerLine, String> id) {
    Map<String, LedgerLine> open = new HashMap<>();
    batch.forEach(line -> open.put(line.trace(), line));
    for (int attempt = 0; attempt < MOST_TRIES && !open.isEmpty(); attempt++) {
      List<LedgerLine> rest = ChunkBook.sorted(List.copyOf(open.values()));
      var answers = Settling.send(rest, id, call);
      List<LedgerLine> outcomes = Settling.outcomes(rest, answers, id);
      outcomes.stream()
          .filter(line -> !ConsentStage.took(line))
          .forEach(line -> tally.leave(line.row(), line.target(), what(stage), line.message()));
      book.undo(stage, outcomes);
      outcomes.forEach(line -> open.remove(line.trace()));
    }
    if (!open.isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer", null);
    }
  }
}
