package dev.offramp.kartra;

import java.util.LinkedHashMap;
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
 * @param pieces for each separator, how often each piece occurs
 * @param overflow whether there were more different values than are kept
 */
public record ColumnProfile(
    long filled,
    int longest,
    long multiline,
    Map<String, Long> whole,
    Map<String, Map<String, Long>> pieces,
    boolean overflow) {
  /** The most different values that are kept for a column. */
  public static final int MOST_VALUES = 5000;

  private static final String[] SEPARATORS = {";", "|", ","};

  /** Nothing yet. */
  public static ColumnProfile empty() {
    return new ColumnProfile(0, 0, 0, Map.of(), Map.of(), false);
  }

  /** Counts cells; mutable while a chunk is read. */
  static final class Builder {
    private long filled;
    private int longest;
    private long multiline;
    private final Map<String, Long> whole = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> pieces = new TreeMap<>();
    private boolean overflow;

    void add(String cell) {
      if (cell.isEmpty()) {
        return;
      }
      filled++;
      longest = Math.max(longest, cell.length());
      multiline += cell.indexOf('\n') >= 0 ? 1 : 0;
      count(whole, cell);
      for (String separator : SEPARATORS) {
        if (cell.contains(separator)) {
          Map<String, Long> found = pieces.computeIfAbsent(separator, s -> new LinkedHashMap<>());
          for (String piece : cell.split(Pattern.quote(separator), -1)) {
            if (!piece.isBlank()) {
              count(found, piece.strip());
            }
          }
        }
      }
    }

    private void count(Map<String, Long> map, String value) {
      if (map.containsKey(value) || map.size() < MOST_VALUES) {
        map.merge(value, 1L, Long::sum);
      } else {
        overflow = true;
      }
    }

    void add(ColumnProfile other) {
      filled += other.filled;
      longest = Math.max(longest, other.longest);
      multiline += other.multiline;
      overflow |= other.overflow;
      other.whole.forEach((value, n) -> merge(whole, value, n));
      other.pieces.forEach(
          (separator, found) -> {
            Map<String, Long> mine = pieces.computeIfAbsent(separator, s -> new LinkedHashMap<>());
            found.forEach((value, n) -> merge(mine, value, n));
          });
    }

    private void merge(Map<String, Long> map, String value, long n) {
      if (map.containsKey(value) || map.size() < MOST_VALUES) {
        map.merge(value, n, Long::sum);
      } else {
        overflow = true;
      }
    }

    ColumnProfile build() {
      return new ColumnProfile(filled, longest, multiline, whole, pieces, overflow);
    }
  }
}
