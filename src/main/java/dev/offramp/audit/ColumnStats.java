package dev.offramp.audit;

import java.util.EnumMap;
import java.util.HashMap;
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
    private static final int LONGEST_KEPT = 64;

    /** With so many cells kept it is known whether they come back. */
    private static final int MANY_KEPT = 2000;

    private long filled;
    private int longest;
    private long multiline;
    private long nonAscii;
    private final Map<CellShape, long[]> shapes = new EnumMap<>(CellShape.class);
    private final Distinct.Counter distinct = new Distinct.Counter();

    /** What short cells look like, while there are few different ones: most columns repeat. */
    private final Map<String, CellLook> met = new HashMap<>();

    private boolean keeping = true;

    /**
     * Adds a cell without spaces around it; an empty one only counts as empty.
     *
     * @return what it looks like
     */
    CellLook add(String cell, Hashes hashes) {
      if (cell.isEmpty()) {
        return CellLook.EMPTY;
      }
      filled++;
      longest = Math.max(longest, cell.length());
      CellLook look = met.get(cell);
      if (look == null) {
        look = CellLook.of(cell);
        distinct.add(cell, hashes);
        keep(cell, look);
      }
      multiline += look.multiline() ? 1 : 0;
      nonAscii += look.ascii() ? 0 : 1;
      count(look.shape(), 1);
      return look;
    }

    private void count(CellShape shape, long n) {
      shapes.computeIfAbsent(shape, s -> new long[1])[0] += n;
    }

    private void keep(String cell, CellLook look) {
      if (distinct.more() || (met.size() >= MANY_KEPT && met.size() > filled / 2)) {
        keeping = false; // An id, an address: to look for it costs more than it saves.
        met.clear();
      }
      if (keeping && cell.length() <= LONGEST_KEPT) {
        met.put(cell, look);
      }
    }

    void add(ColumnStats other) {
      filled += other.filled;
      longest = Math.max(longest, other.longest);
      multiline += other.multiline;
      nonAscii += other.nonAscii;
      other.shapes.forEach((shape, n) -> count(CellShape.valueOf(shape), n));
      distinct.add(other.distinct);
    }

    ColumnStats build() {
      Map<String, Long> named = new TreeMap<>();
      shapes.forEach((shape, n) -> named.put(shape.name(), n[0]));
      return new ColumnStats(filled, longest, multiline, nonAscii, named, distinct.build());
    }
  }
}
