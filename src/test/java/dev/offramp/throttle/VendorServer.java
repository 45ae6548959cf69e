package dev.offramp.throttle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/** A vendor that looks at every sliding window, wherever it starts, with a clock of its own. */
final class VendorServer {
  private static final long SEEN = 5_000_000;

  private final List<Count> counts = new ArrayList<>();
  private long served;
  private long overshoots;
  private String firstOvershoot = "";

  /** Our share in per mille, by when it was changed. */
  private final TreeMap<Long, Integer> shares = new TreeMap<>();

  VendorServer(Limits limits, int sharePerMille) {
    for (Window window : limits.windows()) {
      if (window.rule() == Window.Rule.SLIDING && window.unit() == CostUnit.CALLS) {
        counts.add(new Count(window));
      }
    }
    shares.put(Long.MIN_VALUE, sharePerMille);
  }

  /** Our share is changed: every call that comes five seconds later or more keeps to it. */
  void share(long now, int perMille) {
    shares.put(now, perMille);
  }

  private long allowed(Count count, long now) {
    long seen = now - SEEN;
    int most = shares.floorEntry(seen).getValue();
    for (int later : shares.tailMap(seen, false).headMap(now, true).values()) {
      most = Math.max(most, later);
    }
    return Math.max(1, count.window.limit() * most / 1_000);
  }

  /** A request that counts as {@code calls} arrives. Arrivals come in the order of time. */
  void arrive(long now, long calls) {
    served += calls;
    for (Count count : counts) {
      for (long i = 0; i < calls; i++) {
        count.arrivals.addLast(now);
      }
      while (count.arrivals.peekFirst() <= now - count.length) {
        count.arrivals.removeFirst();
      }
      long limit = allowed(count, now);
      if (count.arrivals.size() > limit) {
        overshoots++;
        if (firstOvershoot.isEmpty()) {
          firstOvershoot =
              count.arrivals.size() + " of " + limit + " in " + count.window.id() + " at " + now;
        }
      }
    }
  }

  long served() {
    return served;
  }

  long overshoots() {
    return overshoots;
  }

  String firstOvershoot() {
    return firstOvershoot;
  }

  private static final class Count {
    private final Window window;
    private final long length;
    private final Deque<Long> arrivals = new ArrayDeque<>();

    Count(Window window) {
      this.window = window;
      this.length = Micros.of(window.length());
    }
  }
}
