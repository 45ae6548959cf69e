package dev.offramp.throttle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the clocks of other loaders may be behind ours, learned from their stamps alone.
 *
 * <p>A loader stamps its clock before it writes, and we see what it wrote after it was written. So
 * when we see a stamp at {@code now}, its clock is at least at the stamp: it is behind ours by at
 * most {@code now - stamp}. The smallest difference of the last half minute is the best bound; it
 * grows with its age, as clocks may drift.
 */
final class Offsets {
  private static final long MEMORY = Micros.of(Duration.ofSeconds(30));

  private final long drift;
  private final Map<String, Bound> bounds = new HashMap<>();

  private record Bound(long behind, long at) {}

  Offsets(Margins margins) {
    this.drift = margins.drift();
  }

  /** A stamp of {@code holder} is seen. */
  void saw(String holder, long stamp, long now) {
    bounds.values().removeIf(bound -> bound.at() < now - MEMORY || bound.at() > now);
    long behind = now - stamp;
    if (!bounds.containsKey(holder) || behind < behind(holder, now)) {
      bounds.put(holder, new Bound(behind, now));
    }
  }

  /** The most that {@code holder}'s clock, once seen, is behind ours at {@code now}. */
  long behind(String holder, long now) {
    Bound bound = bounds.get(holder);
    if (bound == null) {
      throw new IllegalArgumentException("nothing was seen of " + holder);
    }
    return bound.behind() + drifted(now - bound.at());
  }

  private long drifted(long time) {
    return Pace.ceilDiv(Math.max(0, time) * 2 * drift, 1_000_000);
  }
}
