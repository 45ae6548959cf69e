package dev.offramp.aws;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that no step of the machine's own clock moves. A throttle spaces calls by it: a clock
 * that is put forward between two calls would bring them closer together than the limit allows
 * (invariant 7). It lives as long as one invocation at most, as it does not count the time for
 * which a function is frozen between two.
 */
final class SteadyClock implements InstantSource {
  private final Instant begun;
  private final long ticks = System.nanoTime();

  /** Starts from what a clock says now. */
  SteadyClock(InstantSource clock) {
    this.begun = clock.instant();
  }

  @Override
  public Instant instant() {
    return begun.plusNanos(System.nanoTime() - ticks);
  }
}
