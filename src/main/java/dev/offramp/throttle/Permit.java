package dev.offramp.throttle;

import java.time.Instant;

/**
 * The right to make one call now. {@link Throttle#acquire} returns it when its time has come.
 *
 * @param number grows by one with each permit of a throttle: calls sent in the order of their
 *     numbers are sent in the order in which they were asked for
 * @param cost what the call may spend
 * @param mayGoAt the instant from which the call may be sent, on the clock of the throttle
 * @param voidAfter the instant after which the call must not be sent any more: ask for another
 *     permit then
 */
public record Permit(long number, Cost cost, Instant mayGoAt, Instant voidAfter) {

  /** Whether the call may still be sent at {@code now}. */
  public boolean goodAt(Instant now) {
    return !now.isBefore(mayGoAt) && !now.isAfter(voidAfter);
  }
}
