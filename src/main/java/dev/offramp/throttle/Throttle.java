package dev.offramp.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * The budget of one account, as a loader sees it. Safe for several lanes at once; permits are given
 * in the order in which they were asked for. Each permit is answered by exactly one {@link
 * #report}, also when the call failed: that gives back its place where a destination limits the
 * calls in flight, and tells everybody what the vendor said.
 */
public interface Throttle extends AutoCloseable {

  /**
   * Waits until the call may go, and returns the permit to make it.
   *
   * @param cost what the call will spend
   * @param latestStart the instant after which the caller would not start the call any more (the
   *     end of its lease less the call's time-out); {@link Instant#MAX} when there is none
   * @return a permit that is good now
   * @throws BudgetClosedException when the wait would be longer than the throttle's patience or
   *     reach past {@code latestStart}, or the budget is closed or paused; it says when to come
   *     again
   */
  Permit acquire(Cost cost, Instant latestStart);

  /**
   * Settles a permit with what the destination answered; {@link Feedback#fine()} when there is
   * nothing to tell, {@link Feedback#unanswered()} when no answer came.
   */
  void report(Permit permit, Feedback feedback);

  /** Why {@link #acquire} waits or was refused, in one line; empty once it gave a permit. */
  String reason();

  /** How long {@code calls} calls take at the rate that is permitted now. */
  Duration eta(long calls);

  /** Gives back what is leased and not used. The throttle takes no more calls after it. */
  @Override
  void close();
}
