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

    /** The cells that hold a candidate, as they stand. */
    private final NameCounts.Counter unsplit = new NameCounts.Counter();

    /** For the candidates that were met; of any other the counts are those of the unsplit cells. */
    private final Map<String, NameCounts.Counter> split = new TreeMap<>();

    private boolean several;

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
      several = true;
      for (String separator : candidates) {
        if (!separator.isEmpty() && cell.contains(separator)) {
          pieces(cell, separator).forEach(of(separator)::add);
        } else if (split.containsKey(separator)) {
          split.get(separator).add(cell);
        }
      }
      unsplit.add(cell);
    }

    /** The counts of a candidate that is met, before the cell is added to the unsplit ones. */
    private NameCounts.Counter of(String separator) {
      return split.computeIfAbsent(separator, s -> unsplit.copy());
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
      NameCounts theirs = other.bySeparator.getOrDefault("", NameCounts.NONE);
      several |= !other.bySeparator.isEmpty();
      other.bySeparator.forEach(
          (separator, names) -> {
            candidates.add(separator);
            boolean met = split.containsKey(separator) || !names.equals(theirs);
            if (!separator.isEmpty() && met) {
              of(separator).add(names);
            }
          });
      unsplit.add(theirs);
    }

    SplitCounts build() {
      Map<String, NameCounts> built = new TreeMap<>();
      if (several) {
        NameCounts asTheyStand = unsplit.build();
        for (String separator : candidates) {
          NameCounts.Counter names = split.get(separator);
          built.put(separator, names == null ? asTheyStand : names.build());
        }
      }
      return new SplitCounts(whole.build(), built);
    }
  }
}
