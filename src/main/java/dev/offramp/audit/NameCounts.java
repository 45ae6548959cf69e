package dev.offramp.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows bear each name. Bounded: of more than {@link #MOST} names, those with the smallest
 * hashes are kept. These are the same whatever way a file is cut into parts, and what is counted of
 * a name that is kept is exact.
 *
 * @param counts by name
 * @param more whether there were more names than are kept
 */
public record NameCounts(Map<String, Long> counts, boolean more) {
  /** The most different names that are kept. */
  public static final int MOST = 10_000;

  /** The longest name in characters; the rest of a longer one is cut off. */
  public static final int LONGEST = 200;

  /** None. */
  public static final NameCounts NONE = new NameCounts(Map.of(), false);

  /** Copies the counts, in the order of the names. */
  public NameCounts {
    counts = new TreeMap<>(counts);
  }

  /** Both together. */
  public NameCounts plus(NameCounts other) {
    Counter sum = new Counter();
    sum.add(this);
    sum.add(other);
    return sum.build();
  }

  /** The names with their counts, the most frequent first. */
  public List<Map.Entry<String, Long>> ranked() {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /** Counts; mutable while rows are read. */
  static final class Counter {
    private final Hashes hashes = new Hashes();
    private Map<String, long[]> counts = new HashMap<>();
    private boolean more;

    /** The largest hash that is kept, once there were more names: what has a larger one is not. */
    private long largest = Long.MAX_VALUE;

    void add(String name) {
      add(cut(name), 1);
    }

    private void add(String name, long n) {
      long[] count = counts.get(name);
      if (count != null) {
        count[0] += n;
      } else if (!more || hashes.of(name) <= largest) {
        counts.put(name, new long[] {n});
        if (counts.size() > 2 * MOST) {
          prune();
        }
      }
    }

    void add(NameCounts other) {
      more |= other.more;
      other.counts.forEach(this::add);
    }

    /** Another that has counted the same so far. */
    Counter copy() {
      Counter copy = new Counter();
      counts.forEach((name, count) -> copy.counts.put(name, count.clone()));
      copy.more = more;
      copy.largest = largest;
      return copy;
    }

    NameCounts build() {
      prune();
      Map<String, Long> built = new HashMap<>();
      counts.forEach((name, count) -> built.put(name, count[0]));
      return new NameCounts(built, more);
    }

    private record Hashed(long hash, String name) {}

    private void prune() {
      if (counts.size() <= MOST) {
        return;
      }
      more = true;
      List<Hashed> all = new ArrayList<>(counts.size());
      counts.keySet().forEach(name -> all.add(new Hashed(hashes.of(name), name)));
      all.sort(Comparator.comparingLong(Hashed::hash).thenComparing(Hashed::name));
      Map<String, long[]> kept = new HashMap<>();
      all.subList(0, MOST).forEach(one -> kept.put(one.name(), counts.get(one.name())));
      counts = kept;
      largest = all.get(MOST - 1).hash();
    }

    private static String cut(String name) {
      if (name.length() <= LONGEST) {
        return name;
      }
      int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      return name.substring(0, end) + "…";
    }
  }
}
