package dev.offramp.bench.permits;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** When calls arrived at the server, by its own clock. */
final class Arrivals {
  private long[] nanos = new long[1024];
  private int count;

  synchronized void note(long at) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = at;
  }

  private synchronized long[] sorted() {
    long[] copy = Arrays.copyOf(nanos, count);
    Arrays.sort(copy);
    return copy;
  }

  /** How many calls arrived in a stretch. */
  long between(long from, long to) {
    return Arrays.stream(sorted()).filter(at -> at >= from && at < to).count();
  }

  /** The most calls that any stretch of this length held, wherever it began. */
  int fullest(long window) {
    long[] all = sorted();
    int fullest = 0;
    for (int last = 0, first = 0; last < all.length; last++) {
      while (all[last] - all[first] >= window) {
        first++;
      }
      fullest = Math.max(fullest, last - first + 1);
    }
    return fullest;
  }

  /** How many calls a server that holds the limit would have refused; refused ones do not count. */
  int refused(long window, int limit) {
    Deque<Long> taken = new ArrayDeque<>();
    int refused = 0;
    for (long at : sorted()) {
      while (!taken.isEmpty() && at - taken.peekFirst() >= window) {
        taken.removeFirst();
      }
      if (taken.size() >= limit) {
        refused++;
      } else {
        taken.addLast(at);
      }
    }
    return refused;
  }
}
