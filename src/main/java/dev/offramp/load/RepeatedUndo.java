package dev.offramp.load;

import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sends what is taken back until everything is answered: undoing twice leaves the same state. */
final class RepeatedUndo {
  private static final int MOST_TRIES = 6;

  private final ChunkBook book;
  private final UndoTally tally;

  RepeatedUndo(ChunkBook book, UndoTally tally) {
    this.book = book;
    this.tally = tally;
  }

  /**
   * Sends lines of a stage and settles them.
   *
   * @param what names them in the report
   * @param call gives the answers by {@code id}
   */
  void send(
      Stage stage,
      String what,
      List<LedgerLine> batch,
      Function<List<LedgerLine>, Map<String, RowAnswer>> call,
      Function<LedgerLine, String> id) {
    Map<String, LedgerLine> open = new HashMap<>();
    batch.forEach(line -> open.put(line.trace(), line));
    for (int attempt = 0; attempt < MOST_TRIES && !open.isEmpty(); attempt++) {
      List<LedgerLine> rest = ChunkBook.sorted(List.copyOf(open.values()));
      var answers = Settling.send(rest, id, call);
      List<LedgerLine> outcomes = Settling.outcomes(rest, answers, id);
      outcomes.stream()
          .filter(line -> !ConsentStage.took(line))
          .forEach(line -> tally.leave(line.row(), line.target(), what, line.message()));
      book.undo(stage, outcomes);
      outcomes.forEach(line -> open.remove(line.trace()));
    }
    if (!open.isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer", null);
    }
  }
}
