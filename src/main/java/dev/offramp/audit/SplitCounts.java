package dev.offramp.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many rows bear each name of a column whose cells hold several. What stands between the names
 * is known only once the whole file was seen, so they are counted for each candidate: one reading
 * is enough, and a row counts once for a name that it holds twice.
 *
 * @param whole cells that hold no candidate
 * @param bySeparator the others, by candidate; under "" they are not split
 */
public record SplitCounts(NameCounts whole, Map<String, NameCounts> bySeparator) {
  /** What may stand between two names. */
  static final List<String> CANDIDATES = List.of(";", "|", ",", "\n", "\t", "");

  /** Nothing. */
  public static final SplitCounts NONE = new SplitCounts(NameCounts.NONE, Map.of());

  /** Copies the map. */
  public SplitCounts {
    bySeparator = new TreeMap<>(bySeparator);
  }

  /**
   * The names, once it is known what stands between them.
   *
   * @param separator a candidate, or empty where each cell is one name
   * @throws IllegalArgumentException if the separator was not counted
   */
  public NameCounts names(String separator) {
    if (bySeparator.isEmpty()) {
      return whole;
    }
    NameCounts split = bySeparator.get(separator);
    if (split == null) {
      throw new IllegalArgumentException("names were not counted for that separator");
    }
    return whole.plus(split);
  }

  /** Counts; mutable while rows are read. */
  static final class Counter {
    private final Set<String> candidates = new TreeSet<>(CANDIDATES);
    private final NameCounts.Counter whole = new NameCounts.Counter();
    private final Map<String, NameCounts.Counter> split = new TreeMap<>();

    /** Takes what the plan says stands between the names, or empty. */
    Counter(String planned) {
      candidates.add(planned);
    }

    /** Adds a cell without spaces around it. */
    void add(String cell) {
      if (cell.isEmpty()) {
        return;
      }
      if (!holdsAny(cell)) {
        whole.add(cell);
        return;
      }
      for (String separator : candidates) {
        NameCounts.Counter names = split.computeIfAbsent(separator, s -> new NameCounts.Counter());
        if (separator.isEmpty() || !cell.contains(separator)) {
          names.add(cell);
        } else {
          pieces(cell, separator).forEach(names::add);
        }
      }
    }

    private boolean holdsAny(String cell) {
      for (String separator : candidates) {
        if (!separator.isEmpty() && cell.contains(separator)) {
          return true;
        }
      }
      return false;
    }

    /** The different pieces of a cell, without spaces around them; empty ones are left out. */
    private static Set<String> pieces(String cell, String separator) {
      Set<String> pieces = new LinkedHashSet<>();
      int from = 0;
      while (from >= 0) {
        int at = cell.indexOf(separator, from);
        String piece = cell.substring(from, at < 0 ? cell.length() : at).strip();
        if (!piece.isEmpty()) {
          pieces.add(piece);
        }
        from = at < 0 ? -1 : at + separator.length();
      }
      return pieces;
    }

    void add(SplitCounts other) {
      whole.add(other.whole);
      other.bySeparator.forEach(
          (separator, names) ->
              split.computeIfAbsent(separator, s -> new NameCounts.Counter()).add(names));
    }

    SplitCounts build() {
      Map<String, NameCounts> built = new TreeMap<>();
      split.forEach((separator, names) -> built.put(separator, names.build()));
      return new SplitCounts(whole.build(), built);
    }
  }
}
