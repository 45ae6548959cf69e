package dev.offramp.throttle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A vendor that looks at every sliding window, wherever it starts, with a clock of its own. */
final class VendorServer {
  private final List<Count> counts = new ArrayList<>();
  private long served;
  private long overshoots;
  private String firstOvershoot = "";

  VendorServer(Limits limits, int sharePerMille) {
    for (Window window : limits.windows()) {
      if (window.rule() == Window.Rule.SLIDING && window.unit() == CostUnit.CALLS) {
        counts.add(new Count(window, Math.max(1, window.limit() * sharePerMille / 1_000)));
      }
    }
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
      if (count.arrivals.size() > count.limit) {
        overshoots++;
        if (firstOvershoot.isEmpty()) {
          firstOvershoot =
              count.arrivals.size()
                  + " of "
                  + count.limit
                  + " in "
                  + count.window.id()
                  + " at "
                  + now;
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
    private final long limit;
    private final long length;
    private final Deque<Long> arrivals = new ArrayDeque<>();

    Count(Window window, long limit) {
      this.window = window;
      this.limit = limit;
      this.length = Micros.of(window.length());
    }
  }
}
