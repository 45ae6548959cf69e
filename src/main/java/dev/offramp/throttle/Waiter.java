package dev.offramp.throttle;

import java.time.Instant;

/** How a throttle waits: a thread that sleeps in production, a clock that jumps in a test. */
@FunctionalInterface
public interface Waiter {

  /**
   * Returns at or after {@code instant}; at once when it has passed. Throws unchecked when it is
   * interrupted.
   */
  void waitUntil(Instant instant);
}
