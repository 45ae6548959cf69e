package dev.offramp.throttle;

import java.time.Duration;
import java.util.Objects;

/**
 * How one loader uses a budget.
 *
 * @param patience the longest that {@link Throttle#acquire} waits before it says when to come again
 * @param lanes how many calls the loader has in flight at most
 * @param callTime the longest that one call may take, its time-out included
 * @param margins what is kept back for jitter, lateness and skew
 */
public record ThrottleSettings(Duration patience, int lanes, Duration callTime, Margins margins) {
  /** Five seconds of patience, eight lanes, calls of a minute, the usual margins. */
  public static final ThrottleSettings USUAL =
      new ThrottleSettings(Duration.ofSeconds(5), 8, Duration.ofSeconds(60), Margins.USUAL);

  /** Throws {@link IllegalArgumentException} when there is no lane or a negative time. */
  public ThrottleSettings {
    Objects.requireNonNull(margins, "margins");
    if (lanes < 1 || patience.isNegative() || callTime.isNegative()) {
      throw new IllegalArgumentException("a loader has a lane, and times are not negative");
    }
  }
}
