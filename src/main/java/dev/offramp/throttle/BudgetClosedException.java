package dev.offramp.throttle;

import java.time.Instant;
import java.util.Objects;

/**
 * OFF-2700: the budget gives no permit soon enough. The loader notes {@link #opensAt()} and
 * returns; nobody waits long inside a Lambda.
 */
public class BudgetClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Instant opensAt;
  private final String reason;

  /** Takes the instant at which it is worth asking again, and why, in one line for people. */
  public BudgetClosedException(Instant opensAt, String reason) {
    this(opensAt, reason, "OFF-2700 the budget is closed until " + opensAt + ": " + reason);
  }

  /** The same with a message of its own. */
  protected BudgetClosedException(Instant opensAt, String reason, String message) {
    super(message);
    this.opensAt = Objects.requireNonNull(opensAt, "opensAt");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * When it is worth asking again; {@link Instant#MAX} when only a person opens it (pause, panic).
   */
  public Instant opensAt() {
    return opensAt;
  }

  /** Why, in one line for people. */
  public String reason() {
    return reason;
  }
}
