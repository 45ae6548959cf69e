package dev.offramp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** Invariant 7: the calls that arrive in any window are no more than its limit. */
final class LimitWatch {
  private final TreeMap<Instant, Integer> arrivals = new TreeMap<>();
  private final int limit;
  private final Duration window;
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
      if (within > limit) {
        throw new Violation(7, within + " calls in " + window + ", the limit is " + limit);
      }
    }
  }
}
