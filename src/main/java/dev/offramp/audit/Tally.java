package dev.offramp.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often something was met, and the first lines on which it was.
 *
 * @param count how often
 * @param lines of the upload, from 1, ascending, each once, at most {@link #MOST_LINES}
 */
public record Tally(long count, List<Long> lines) {
  /** The most lines that are kept. */
  public static final int MOST_LINES = 10;

  /** Never. */
  public static final Tally NONE = new Tally(0, List.of());

  /** Copies the lines. */
  public Tally {
    lines = List.copyOf(lines);
  }

  /** Both together, whatever their order. */
  public Tally plus(Tally other) {
    List<Long> all = new ArrayList<>(lines);
    all.addAll(other.lines);
    return new Tally(
        count + other.count, all.stream().sorted().distinct().limit(MOST_LINES).toList());
  }

  /** Several by name; mutable while rows are read. */
  static final class Counter {
    private final Map<String, Open> tallies = new TreeMap<>();

    /** One that still grows. */
    private static final class Open {
      private long count;
      private final TreeSet<Long> lines = new TreeSet<>();

      void add(long n, long line) {
        count += n;
        if (lines.size() < MOST_LINES || line < lines.last()) {
          lines.add(line);
          if (lines.size() > MOST_LINES) {
            lines.pollLast();
          }
        }
      }
    }

    void add(String name, long line) {
      tallies.computeIfAbsent(name, n -> new Open()).add(1, line);
    }

    void add(Map<String, Tally> others) {
      others.forEach(
          (name, tally) -> {
            Open open = tallies.computeIfAbsent(name, n -> new Open());
            open.count += tally.count;
            tally.lines.forEach(line -> open.add(0, line));
          });
    }

    Map<String, Tally> build() {
      Map<String, Tally> built = new TreeMap<>();
      tallies.forEach(
          (name, open) -> built.put(name, new Tally(open.count, List.copyOf(open.lines))));
      return built;
    }
  }
}
