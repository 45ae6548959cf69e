package dev.offramp.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * By when an invocation has to have ended.
 *
 * @param end the moment at which the function is stopped
 */
public record Deadline(Instant end) {

  /** How long is left; zero when nothing is. */
  public Duration remaining(InstantSource clock) {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether at least this long is left. */
  public boolean allows(Duration length, InstantSource clock) {
    return remaining(clock).compareTo(length) >= 0;
  }
}
