package dev.offramp.aws;

import dev.offramp.throttle.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** Waits by letting the calling thread sleep. */
public final class SleepingWaiter implements Waiter {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final InstantSource clock;

  /** Takes the clock that says when an instant has come. */
  public SleepingWaiter(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Sleeps until {@code instant}.
   *
   * @throws IllegalStateException when the thread is interrupted; it stays marked as interrupted
   */
  @Override
  public void waitUntil(Instant instant) {
    Duration left = Duration.between(clock.instant(), instant);
    while (left.compareTo(Duration.ZERO) > 0) {
      Duration nap = left.compareTo(LONGEST) > 0 ? LONGEST : left;
      try {
        // The rest of a millisecond is rounded up: never earlier than asked for.
        Thread.sleep(nap.plusNanos(999_999).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a permit", e);
      }
      left = Duration.between(clock.instant(), instant);
    }
  }
}
