package dev.offramp.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cells of a column are like. None of their values is kept.
 *
 * @param filled cells with a value
 * @param longest characters of the longest
 * @param multiline cells with a line break
 * @param nonAscii cells with other than plain letters
 * @param shapes how many cells look like a number, a date …
 * @param distinct how many different values there are
 */
public record ColumnStats(
    long filled,
    int longest,
    long multiline,
    long nonAscii,
    Map<String, Long> shapes,
    Distinct distinct) {
  /** Copies the shapes. */
  public ColumnStats {
    shapes = new TreeMap<>(shapes);
  }

  /** Counts; mutable while rows are read. */
  static final class Counter {
    private long filled;
    private int longest;
    private long multiline;
    private long nonAscii;
    private final Map<CellShape, Long> shapes = new EnumMap<>(CellShape.class);
    private final Distinct.Counter distinct = new Distinct.Counter();

    /** Adds a cell without spaces around it; an empty one only counts as empty. */
    void add(String cell, Hashes hashes) {
      if (cell.isEmpty()) {
        return;
      }
      filled++;
      longest = Math.max(longest, cell.length());
      multiline += cell.indexOf('\n') >= 0 ? 1 : 0;
      nonAscii += isAscii(cell) ? 0 : 1;
      shapes.merge(CellShape.of(cell), 1L, Long::sum);
      distinct.add(cell, hashes);
    }

    void add(ColumnStats other) {
      filled += other.filled;
      longest = Math.max(longest, other.longest);
      multiline += other.multiline;
      nonAscii += other.nonAscii;
      other.shapes.forEach((shape, n) -> shapes.merge(CellShape.valueOf(shape), n, Long::sum));
      distinct.add(other.distinct);
    }

    ColumnStats build() {
      Map<String, Long> named = new TreeMap<>();
      shapes.forEach((shape, n) -> named.put(shape.name(), n));
      return new ColumnStats(filled, longest, multiline, nonAscii, named, distinct.build());
    }
  }

  /** Whether a text has no character beyond ASCII. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
