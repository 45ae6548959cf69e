package dev.offramp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Invariant 7: the calls that arrive in any window are no more than its limit. */
final class LimitWatch {
  private final TreeMap<Instant, Integer> arrivals = new TreeMap<>();
  private final int limit;
  private final Duration window;

  /** Our share in per mille, by when it was changed. */
  private final TreeMap<Instant, Integer> shares = new TreeMap<>();

  private int calls;

  /** Takes the limit of a sliding window; none where it is zero. */
  LimitWatch(int limit, Duration window) {
    this.limit = limit;
    this.window = window;
  }

  /** How many calls there were. */
  int calls() {
    return calls;
  }

  /** Our share of the limit changes: within some seconds for every call, in no window later. */
  void share(Instant at, int perMille) {
    shares.put(at, perMille);
  }

  /** The most that a window may hold that ends now, with what was sent under an older share. */
  private int allowed(Instant at) {
    Instant seen = at.minus(Operator.SEEN);
    Map.Entry<Instant, Integer> before = shares.floorEntry(seen);
    int most = before == null ? 1000 : before.getValue();
    for (int later : shares.tailMap(seen, false).headMap(at, true).values()) {
      most = Math.max(most, later);
    }
    return limit * most / 1000;
  }

  /** A call arrives. */
  void arrives(Instant at) {
    calls++;
    if (limit == 0) {
      return;
    }
    arrivals.merge(at, 1, Integer::sum);
    arrivals.headMap(at.minus(window.multipliedBy(2))).clear();
    for (Instant last : arrivals.tailMap(at, true).headMap(at.plus(window)).keySet()) {
      int within =
          arrivals.subMap(last.minus(window), false, last, true).values().stream()
              .mapToInt(n -> n)
              .sum();
      if (within > allowed(at)) {
        throw new Violation(
            7, within + " calls in " + window + ", allowed are " + allowed(at) + " of " + limit);
      }
    }
  }
}
