package dev.offramp.throttle;

import java.time.Duration;

/**
 * What is kept back because the world is not exact.
 *
 * @param jitter how much later than the quickest a call may arrive at the vendor
 * @param lateness how long after its slot a permit may still be used
 * @param skew how far a loader's clock may be from the true time, either way
 * @param drift how much faster or slower than the true time a loader's clock may run, in millionths
 */
public record Margins(Duration jitter, Duration lateness, Duration skew, long drift) {
  /**
   * 200 ms of jitter, 40 ms of lateness, half a second of skew, 500 ppm of drift (what NTP may slew
   * at most).
   */
  public static final Margins USUAL =
      new Margins(Duration.ofMillis(200), Duration.ofMillis(40), Duration.ofMillis(500), 500);

  /** Throws {@link IllegalArgumentException} on a negative part. */
  public Margins {
    if (jitter.isNegative() || lateness.isNegative() || skew.isNegative() || drift < 0) {
      throw new IllegalArgumentException("a margin is never negative");
    }
  }

  /**
   * The stretch on a sender's clock that surely covers {@code length} on the vendor's, in
   * microseconds.
   */
  long stretched(Duration length) {
    long plain = Micros.of(length) + Micros.of(jitter) + Micros.of(lateness);
    return plain + ceilDiv(plain * drift, 1_000_000) + 1;
  }

  /** Two clocks are never further apart than this, in microseconds. */
  long apart() {
    return 2 * Micros.of(skew);
  }

  private static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }
}
