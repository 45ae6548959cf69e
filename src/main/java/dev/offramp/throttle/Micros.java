package dev.offramp.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * The throttle's arithmetic is in whole microseconds since the epoch: exact, and fine enough for
 * 100 calls a second.
 */
final class Micros {
  /** No instant of a clock. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
  }

  static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    if (micros == NEVER) {
      return Instant.MAX;
    }
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }

  static Duration duration(long micros) {
    return Duration.ofSeconds(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }
}
