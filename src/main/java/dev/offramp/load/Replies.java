package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import java.util.HashMap;
import java.util.Map;

/** Waits for a destination's own jobs, and gives every change of a batch its answer. */
final class Replies {
  private static final int MOST_QUESTIONS = 200;
  private final Destination destination;
  private final Pause pause;

  Replies(Destination destination, Pause pause) {
    this.destination = destination;
    this.pause = pause;
  }

  /** The answers by trace id. A change that nothing was said about is not in it. */
  Map<String, RowAnswer> byTrace(WriteReply reply) {
    WriteReply last = reply;
    for (int asked = 0; last instanceof WriteReply.Accepted accepted; asked++) {
      if (asked == MOST_QUESTIONS) {
        throw new UnknownOutcomeException("the destination's own job does not end", null);
      }
      pause.sleep(accepted.askAgainAfter());
      last = destination.poll(accepted.ticket());
    }
    Map<String, RowAnswer> answers = new HashMap<>();
    for (RowAnswer row : ((WriteReply.Answered) last).rows()) {
      answers.put(row.traceId(), row);
    }
    return answers;
  }

  /** The answer to one change; {@link Verdict#UNKNOWN} where nothing was said about it. */
  static RowAnswer of(Map<String, RowAnswer> answers, String trace) {
    return answers.getOrDefault(trace, new RowAnswer(trace, Verdict.UNKNOWN, null, ""));
  }
}
