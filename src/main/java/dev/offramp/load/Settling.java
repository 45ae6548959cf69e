package dev.offramp.load;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls that may be sent twice: what came of each of their lines. */
final class Settling {
  private static final String REFUSED_WHOLE = "";

  private Settling() {}

  /** Sends; a batch that was refused whole refuses each of its lines, an unknown one none. */
  static Map<String, RowAnswer> send(
      List<LedgerLine> batch, Supplier<Map<String, RowAnswer>> call) {
    try {
      return call.get();
    } catch (UnknownOutcomeException e) {
      return Map.of();
    } catch (BatchRefusedException e) {
      Map<String, RowAnswer> refusals = new HashMap<>();
      refusals.put(REFUSED_WHOLE, RowAnswer.refused(REFUSED_WHOLE, e.getMessage()));
      return refusals;
    }
  }

  /**
   * The outcomes of the lines that were answered.
   *
   * @param id what the destination calls a line
   * @param silentlyDone lines that count as done though nothing was said about them
   */
  static List<LedgerLine> outcomes(
      List<LedgerLine> batch,
      Map<String, RowAnswer> answers,
      Function<LedgerLine, String> id,
      Set<String> silentlyDone) {
    RowAnswer whole = answers.get(REFUSED_WHOLE);
    List<LedgerLine> outcomes = new ArrayList<>();
    for (LedgerLine line : batch) {
      String name = id.apply(line);
      RowAnswer answer = whole != null ? whole : Replies.of(answers, name);
      if (answer.verdict() == Verdict.UNKNOWN && silentlyDone.contains(name)) {
        answer = RowAnswer.applied(name, line.target());
      }
      if (answer.verdict() != Verdict.UNKNOWN) {
        outcomes.add(RecordStage.outcome(line, answer.verdict(), line.target(), answer.message()));
      }
    }
    return outcomes;
  }
}
