package dev.offramp.load;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.throttle.BudgetClosedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts consent back as it was before a chunk. A refusal of ours that was lifted looks the same as
 * one that was not, once its person has refused as well: so the ledger says before each call which
 * refusals it lifts, and what came of that. Where nobody knows, a refusal that is there may be the
 * person's own, and stays (invariant 6).
 */
final class ConsentUndo {
  static final String WHAT = "consent";
  private static final String NOT_SENT = "it had no effect";

  private final Destination destination;
  private final ChunkBook book;
  private final Replies replies;
  private final Pause pause;
  private final UndoTally tally;

  ConsentUndo(
      Destination destination, ChunkBook book, Replies replies, Pause pause, UndoTally tally) {
    this.destination = destination;
    this.book = book;
    this.replies = replies;
    this.pause = pause;
    this.tally = tally;
  }

  /** Takes back what intents did; can be called again after it ended anywhere. */
  void run(List<LedgerLine> open) {
    for (List<LedgerLine> batch : Batches.of(open, destination.traits().consentBatch())) {
      List<LedgerLine> ours = ours(batch);
      tally.count(UndoTally.CONSENT, ours.size());
      if (!ours.isEmpty()) {
        send(ours);
      }
    }
  }

  private void send(List<LedgerLine> ours) {
    try {
      new RepeatedUndo(book, tally).send(Stage.CONSENT, WHAT, ours, this::restore, LedgerLine::key);
    } catch (UnknownOutcomeException | BudgetClosedException | DestinationException e) {
      look(ours.stream().filter(this::maybeLifted).toList());
      throw e;
    }
  }

  /** Those whose state is still what we made of it, for all that anybody can know. */
  private List<LedgerLine> ours(List<LedgerLine> batch) {
    Map<String, ConsentRecord> now = now(batch);
    List<LedgerLine> ours = new ArrayList<>();
    for (LedgerLine line : batch) {
      ConsentRecord current = now.get(line.key());
      if (ConsentStage.wanted(line) == ConsentState.UNSPECIFIED) {
        continue; // Invariant 6: a permission that was taken back is not given again.
      }
      if (maybeTheirs(line, current)) {
        tally.leave(line.row(), line.target(), WHAT, ConsentStage.IN_DOUBT);
      } else if (current != null && current.state() == ConsentStage.wanted(line)) {
        ours.add(line);
      } else if (current != null && current.state() != ConsentStage.prior(line).state()) {
        tally.leave(line.row(), line.target(), WHAT, UndoTally.SINCE);
      }
    }
    return ours;
  }

  private boolean maybeTheirs(LedgerLine line, ConsentRecord current) {
    boolean lifted =
        maybeLifted(line) && !book.tickets(Stage.CONSENT, true).containsKey(line.trace());
    boolean refused = current != null && current.state() == ConsentState.OPTED_OUT;
    return ConsentStage.inDoubt(book.outcome(Stage.CONSENT, line.trace())) || (lifted && refused);
  }

  private boolean maybeLifted(LedgerLine line) {
    return book.maybeUndone(Stage.CONSENT, line.trace());
  }

  private Map<String, ConsentRecord> now(List<LedgerLine> lines) {
    return destination.consent(lines.stream().map(LedgerLine::key).distinct().toList());
  }

  private Map<String, RowAnswer> restore(List<LedgerLine> lines) {
    List<LedgerLine> lifted =
        lines.stream()
            .filter(line -> ConsentStage.wanted(line) == ConsentState.OPTED_OUT)
            .filter(line -> !maybeLifted(line)) // An earlier try of this turn may still land.
            .toList();
    book.undoing(Stage.CONSENT, lifted, "");
    try {
      return call(lines);
    } catch (BudgetClosedException | DestinationException | BatchRefusedException e) {
      book.undoing(Stage.CONSENT, lifted, NOT_SENT);
      throw e;
    }
  }

  private Map<String, RowAnswer> call(List<LedgerLine> lines) {
    Map<String, ConsentRecord> priors = new LinkedHashMap<>();
    lines.forEach(line -> priors.put(line.key(), ConsentStage.prior(line)));
    return replies.answers(Stage.CONSENT, true, lines, () -> destination.restoreConsent(priors));
  }

  /**
   * Once no call can land any more, it can be seen what came of them, before the account is left
   * for longer than a call may take: a refusal that is still there has not been lifted.
   */
  private void look(List<LedgerLine> lifted) {
    if (lifted.isEmpty()) {
      return;
    }
    pause.sleep(destination.traits().callTimeout());
    Map<String, ConsentRecord> now = now(lifted);
    List<LedgerLine> still = new ArrayList<>();
    List<LedgerLine> done = new ArrayList<>();
    for (LedgerLine line : lifted) {
      ConsentRecord there = now.get(line.key());
      boolean refused = there != null && there.state() == ConsentState.OPTED_OUT;
      (refused ? still : done).add(line);
    }
    book.undoing(Stage.CONSENT, still, NOT_SENT);
    book.undo(
        Stage.CONSENT,
        done.stream()
            .map(l -> RecordStage.outcome(l, Verdict.ALREADY, l.target(), UndoTally.RESTORED))
            .toList());
  }
}
