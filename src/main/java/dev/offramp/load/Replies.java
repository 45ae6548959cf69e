package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Gives every change of a batch its answer, also where the destination works on it in a job of its
 * own. The ticket of such a job is in the ledger before anybody waits for it, so whoever comes next
 * asks after the job instead of beginning it again (invariant 3).
 */
final class Replies {
  /** Nobody waits longer than this inside a function; the bell rings again then. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Destination destination;
  private final ChunkBook book;
  private final LateCalls late;
  private final Pause pause;
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  Replies(Destination destination, ChunkBook book, LateCalls late, Pause pause) {
    this.destination = destination;
    this.book = book;
    this.late = late;
    this.pause = pause;
  }

  /**
   * The answers by trace id. A change that nothing was said about is not in it. Lines whose job is
   * under way are not sent: the job is asked after.
   *
   * @param undo whether the call takes something back
   * @throws StillRunningException if the destination's own job takes longer than the patience
   */
  Map<String, RowAnswer> answers(
      Stage stage, boolean undo, List<LedgerLine> batch, Supplier<WriteReply> call) {
    Set<String> tickets = open(stage, undo, batch);
    if (tickets.isEmpty()) {
      WriteReply reply = called(stage, batch, call);
      if (reply instanceof WriteReply.Accepted accepted) {
        book.ticket(stage, undo, batch, accepted.ticket());
      }
      return ended(reply);
    }
    Map<String, RowAnswer> answers = new HashMap<>();
    for (String ticket : tickets) {
      answers.putAll(ended(poll(ticket)));
    }
    return answers;
  }

  /** No earlier call about something else of the same record may land after this one. */
  private WriteReply called(Stage stage, List<LedgerLine> batch, Supplier<WriteReply> call) {
    Duration wait = late.wait(book.name(), stage, batch);
    if (!wait.isZero()) {
      pause.sleep(wait);
    }
    try {
      return call.get();
    } catch (UnknownOutcomeException e) {
      late.unanswered(book.name(), stage, batch, destination.traits().callTimeout());
      throw e;
    }
  }

  private Set<String> open(Stage stage, boolean undo, List<LedgerLine> batch) {
    Map<String, LedgerLine> known = book.tickets(stage, undo);
    Set<String> tickets = new LinkedHashSet<>();
    for (LedgerLine line : batch) {
      LedgerLine ticket = known.get(line.trace());
      if (ticket != null && !ended.contains(ticket.message())) {
        tickets.add(ticket.message());
      }
    }
    return tickets;
  }

  /** Asks after a job; one that nobody knows (any more) has ended, and its rows are looked up. */
  private WriteReply poll(String ticket) {
    try {
      WriteReply reply = destination.poll(ticket);
      if (reply instanceof WriteReply.Answered) {
        ended.add(ticket);
      }
      return reply;
    } catch (UnknownOutcomeException e) {
      ended.add(ticket);
      throw e;
    }
  }

  private Map<String, RowAnswer> ended(WriteReply reply) {
    WriteReply last = reply;
    Duration waited = Duration.ZERO;
    while (last instanceof WriteReply.Accepted accepted) {
      waited = waited.plus(accepted.askAgainAfter());
      if (waited.compareTo(PATIENCE) > 0) {
        throw new StillRunningException(accepted.askAgainAfter());
      }
      pause.sleep(accepted.askAgainAfter());
      last = poll(accepted.ticket());
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
