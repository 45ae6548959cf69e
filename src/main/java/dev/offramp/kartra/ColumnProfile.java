package dev.offramp.kartra;

import dev.offramp.kartra.value.Splitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a column of several or of few values holds, as far as it was read: bounded, and it can be
 * added up.
 *
 * @param filled cells that are not empty
 * @param longest characters of the longest cell
 * @param multiline cells with a line break
 * @param whole how often each whole cell occurs
 * @param pieces for each separator, how often each piece of the cells that hold it occurs
 * @param overflow whether there were more different cells than are kept
 * @param cells for each separator, the cells that hold it
 * @param unkept for each separator, and for none (""), the occurrences of values that are not kept
 */
public record ColumnProfile(
    long filled,
    int longest,
    long multiline,
    Map<String, Long> whole,
    Map<String, Map<String, Long>> pieces,
    boolean overflow,
    Map<String, Long> cells,
    Map<String, Long> unkept) {
  /** The most different values that are kept for tags and lists. */
  public static final int MOST_VALUES = 5000;

  /** The most that are kept for a custom field: one with more is free text. */
  public static final int MOST_OPTIONS = 500;

  /** What may stand between values, the likeliest first: Kartra's own import wants semicolons. */
  static final List<String> SEPARATORS = List.of(";", "|", ",");

  private static final int LONGEST_VALUE = 256;
  private static final Pattern AMOUNT =
      Pattern.compile("\\W?-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?\\W?");

  /** Nothing yet. */
  public static ColumnProfile empty() {
    return new ColumnProfile(0, 0, 0, Map.of(), Map.of(), false, Map.of(), Map.of());
  }

  /** Counts cells; mutable while a chunk is read. */
  static final class Builder {
    private final int most;
    private long filled;
    private int longest;
    private long multiline;
    private final Map<String, Long> whole = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> pieces = new TreeMap<>();
    private final Map<String, Long> cells = new TreeMap<>();
    private final Map<String, Long> unkept = new TreeMap<>();

    /** Takes how many different values are kept. */
    Builder(int most) {
      this.most = most;
    }

    void add(String cell) {
      if (cell.isEmpty()) {
        return;
      }
      filled++;
      longest = Math.max(longest, cell.length());
      multiline += cell.indexOf('\n') >= 0 ? 1 : 0;
      boolean several = false;
      for (String separator : SEPARATORS) {
        if (cell.contains(separator) && !isAmount(cell)) {
          several |= split(cell, separator);
        }
      }
      // Cells of several values come in endless combinations; they may not crowd out the others.
      count(whole, cell, 1, several ? most / 2 : most, "");
    }

    private static boolean isAmount(String cell) {
      return cell.indexOf(',') >= 0 && AMOUNT.matcher(cell).matches();
    }

    private boolean split(String cell, String separator) {
      List<String> found = Splitter.pieces(cell, separator);
      boolean trailing = found.size() == 1 && !found.get(0).equals(cell);
      if (found.size() < 2 && !trailing) {
        return false;
      }
      cells.merge(separator, 1L, Long::sum);
      Map<String, Long> known = pieces.computeIfAbsent(separator, s -> new LinkedHashMap<>());
      found.forEach(piece -> count(known, piece, 1, most, separator));
      return true;
    }

    private void count(Map<String, Long> map, String value, long n, int room, String separator) {
      if (map.containsKey(value) || (map.size() < room && value.length() <= LONGEST_VALUE)) {
        map.merge(value, n, Long::sum);
      } else {
        unkept.merge(separator, n, Long::sum);
      }
    }

    void add(ColumnProfile other) {
      filled += other.filled;
      longest = Math.max(longest, other.longest);
      multiline += other.multiline;
      other.whole.forEach((value, n) -> count(whole, value, n, most, ""));
      other.pieces.forEach(
          (separator, found) -> {
            Map<String, Long> mine = pieces.computeIfAbsent(separator, s -> new LinkedHashMap<>());
            found.forEach((value, n) -> count(mine, value, n, most, separator));
          });
      other.cells.forEach((separator, n) -> cells.merge(separator, n, Long::sum));
      other.unkept.forEach((separator, n) -> unkept.merge(separator, n, Long::sum));
    }

    ColumnProfile build() {
      boolean overflow = unkept.containsKey("");
      return new ColumnProfile(filled, longest, multiline, whole, pieces, overflow, cells, unkept);
    }
  }
}
