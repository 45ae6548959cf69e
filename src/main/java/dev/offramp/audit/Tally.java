package dev.offramp.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private final Map<String, Tally> tallies = new TreeMap<>();

    void add(String name, long line) {
      Tally old = tallies.getOrDefault(name, NONE);
      boolean full = old.lines.size() == MOST_LINES && old.lines.get(MOST_LINES - 1) <= line;
      tallies.put(
          name, full ? new Tally(old.count + 1, old.lines) : old.plus(new Tally(1, List.of(line))));
    }

    void add(Map<String, Tally> others) {
      others.forEach((name, tally) -> tallies.merge(name, tally, Tally::plus));
    }

    Map<String, Tally> build() {
      return new TreeMap<>(tallies);
    }
  }
}
