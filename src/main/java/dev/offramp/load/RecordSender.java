package dev.offramp.load;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Steps 2, 5 and 6 of the protocol for the records of a chunk: sends what is intended until all of
 * it has an outcome; what is unknown is looked up before it is sent again (invariant 3).
 */
final class RecordSender {
  /** How often a change whose outcome stays unknown is sent before the chunk is left for later. */
  private static final int MOST_TRIES = 6;

  private static final String LEFT_OUT =
      "the destination took the row several times and left it out of its answer without a word";

  private final Destination destination;
  private final Traits traits;
  private final ChunkBook book;
  private final Lanes lanes;
  private final LookBack back;
  private final Replies replies;

  /** The changes that were sent in this turn at the chunk, by trace. */
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  /** How often a row was left out of an answer, by trace. */
  private final Map<String, Integer> silences = new ConcurrentHashMap<>();

  RecordSender(ChunkContext context, Lanes lanes, LookBack back) {
    this.destination = context.destination();
    this.traits = destination.traits();
    this.book = context.book();
    this.lanes = lanes;
    this.back = back;
    this.replies = new Replies(destination, book, context.late(), context.pause());
  }

  /** Sends changes that were looked up just now; what is unknown then is settled with the rest. */
  void sendFirst(List<LedgerLine> lookedUp) {
    sendAll(lookedUp);
  }

  /** Step 5: everything that is intended and has no outcome. */
  void sendUnsettled() {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      List<LedgerLine> open = stillOpen(book.unsettled(Stage.RECORDS));
      if (open.isEmpty()) {
        return;
      }
      sendAll(open);
    }
    rejectLeftOut();
    if (!book.unsettled(Stage.RECORDS).isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer", null);
    }
  }

  /**
   * Rows that the destination left out of every answer, and that are not there: whoever answers is
   * there, so these would hold up everybody else for ever.
   */
  private void rejectLeftOut() {
    List<LedgerLine> leftOut =
        stillOpen(book.unsettled(Stage.RECORDS)).stream()
            .filter(line -> silences.getOrDefault(line.trace(), 0) >= MOST_TRIES)
            .toList();
    book.settle(
        Stage.RECORDS,
        leftOut.stream()
            .map(line -> RecordStage.outcome(line, Verdict.REFUSED, line.target(), LEFT_OUT))
            .toList());
  }

  /** What was never sent, and what has to be sent again after a try that left it unknown. */
  private List<LedgerLine> stillOpen(List<LedgerLine> unsettled) {
    List<LedgerLine> open =
        new ArrayList<>(unsettled.stream().filter(l -> !tried.contains(l.trace())).toList());
    open.addAll(back.missing(tried(unsettled, RecordPlanner.CREATE), traits.callTimeout()));
    open.addAll(back.undone(tried(unsettled, RecordPlanner.UPDATE)));
    return open;
  }

  private List<LedgerLine> tried(List<LedgerLine> lines, String kind) {
    return lines.stream()
        .filter(line -> line.kind().equals(kind) && tried.contains(line.trace()))
        .toList();
  }

  private void sendAll(List<LedgerLine> open) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    for (String kind : List.of(RecordPlanner.CREATE, RecordPlanner.UPDATE)) {
      List<LedgerLine> lines = open.stream().filter(line -> line.kind().equals(kind)).toList();
      for (List<LedgerLine> batch : Batches.of(lines, traits.writeBatch())) {
        calls.add(
            () -> {
              send(batch);
              return true;
            });
      }
    }
    lanes.run(calls);
  }

  private void send(List<LedgerLine> batch) {
    boolean create = batch.get(0).kind().equals(RecordPlanner.CREATE);
    batch.forEach(line -> tried.add(line.trace()));
    List<Draft> drafts =
        batch.stream()
            .map(l -> create ? new Draft(l.trace(), null, l.wanted()) : back.update(l))
            .toList();
    Map<String, RowAnswer> answers;
    try {
      answers =
          replies.answers(
              Stage.RECORDS,
              false,
              batch,
              () -> create ? destination.create(drafts) : destination.update(drafts));
    } catch (BatchRefusedException e) {
      refused(batch, e);
      return;
    } catch (UnknownOutcomeException e) {
      return; // Stays unsettled; looked up before it is sent again.
    }
    List<LedgerLine> outcomes = new ArrayList<>();
    for (LedgerLine line : batch) {
      RowAnswer answer = Replies.of(answers, line.trace());
      if (answer.verdict() == Verdict.UNKNOWN) {
        silences.merge(line.trace(), 1, Integer::sum);
      }
      if (answer.verdict() != Verdict.UNKNOWN) {
        String id = answer.remoteId() == null ? line.target() : answer.remoteId();
        LedgerLine outcome = RecordStage.outcome(line, answer.verdict(), id, answer.message());
        outcomes.add(back.settled(line, outcome));
      }
    }
    book.settle(Stage.RECORDS, outcomes);
  }

  /** A batch that is refused whole because of one row is halved until the row stands alone. */
  private void refused(List<LedgerLine> batch, BatchRefusedException refusal) {
    if (batch.size() == 1) {
      book.settle(
          Stage.RECORDS,
          List.of(RecordStage.outcome(batch.get(0), Verdict.REFUSED, "", refusal.getMessage())));
      return;
    }
    send(batch.subList(0, batch.size() / 2));
    send(batch.subList(batch.size() / 2, batch.size()));
  }
}
