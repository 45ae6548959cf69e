package dev.offramp.crm;

import java.time.Duration;
import java.util.List;

/** A destination's reply to a batch of changes: at once, or a ticket for a job of its own. */
public sealed interface WriteReply {

  /**
   * Every row was answered; the order means nothing, the trace ids count.
   *
   * @param rows one answer for each change of the batch
   */
  record Answered(List<RowAnswer> rows) implements WriteReply {
    /** Copies the rows. */
    public Answered {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The destination works on it; ask again with the ticket.
   *
   * @param ticket the destination's name for its job
   * @param askAgainAfter how long to wait before the next question
   */
  record Accepted(String ticket, Duration askAgainAfter) implements WriteReply {}
}
