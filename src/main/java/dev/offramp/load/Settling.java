package dev.offramp.load;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Calls that may be sent twice: what came of each of their lines. */
final class Settling {
  private Settling() {}

  /**
   * Sends, and gives the answers by what the destination calls a line. A batch that is refused
   * whole is halved until the line that it was refused for stands alone; of one whose outcome is
   * unknown no line is answered.
   *
   * @param id what the destination calls a line
   */
  static Map<String, RowAnswer> send(
      List<LedgerLine> batch,
      Function<LedgerLine, String> id,
      Function<List<LedgerLine>, Map<String, RowAnswer>> call) {
    try {
      return call.apply(batch);
    } catch (UnknownOutcomeException e) {
      return Map.of();
    } catch (BatchRefusedException e) {
      if (batch.stream().map(id).distinct().count() == 1) {
        String name = id.apply(batch.get(0));
        return Map.of(name, RowAnswer.refused(name, e.getMessage()));
      }
      int half = batch.size() / 2;
      Map<String, RowAnswer> answers = new HashMap<>(send(batch.subList(0, half), id, call));
      answers.putAll(send(batch.subList(half, batch.size()), id, call));
      return answers;
    }
  }

  /** The outcomes of the lines that were answered. */
  static List<LedgerLine> outcomes(
      List<LedgerLine> batch, Map<String, RowAnswer> answers, Function<LedgerLine, String> id) {
    List<LedgerLine> outcomes = new ArrayList<>();
    for (LedgerLine line : batch) {
      RowAnswer answer = Replies.of(answers, id.apply(line));
      if (answer.verdict() != Verdict.UNKNOWN) {
        outcomes.add(RecordStage.outcome(line, answer.verdict(), line.target(), answer.message()));
      }
    }
    return outcomes;
  }
}
