package dev.offramp.kartra.value;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a cell that holds several values. The semicolon that ends an HTML entity is no separator,
 * and a name that holds the separator itself stays whole where the account's own names say so.
 */
public final class Splitter {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\\w{1,8});");

  private final String separator;
  private final Set<String> whole;

  /** How many separators the name with the most of them holds: no name has more parts. */
  private final int mostInside;

  /**
   * Takes what stands between values.
   *
   * @param separator or empty: a cell is one value
   * @param whole folded names ({@link #fold}) that hold a separator and are not split
   */
  public Splitter(String separator, Set<String> whole) {
    this.separator = separator;
    this.whole = Set.copyOf(whole);
    this.mostInside =
        separator.isEmpty() ? 0 : whole.stream().mapToInt(this::inside).max().orElse(0);
  }

  private int inside(String name) {
    String folded = separator.toLowerCase(Locale.ROOT);
    int count = 0;
    for (int at = name.indexOf(folded); at >= 0; at = name.indexOf(folded, at + 1)) {
      count++;
    }
    return count;
  }

  /** A name in the form in which names are compared. */
  public static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The values of a cell, trimmed, each once, in their order; empty ones are left out. */
  public List<String> split(String cell) {
    if (separator.isEmpty() || !cell.contains(separator)) {
      return cell.isBlank() ? List.of() : List.of(cell.strip());
    }
    List<int[]> parts = parts(cell, separator);
    Set<String> values = new LinkedHashSet<>();
    for (int from = 0; from < parts.size(); ) {
      int to = end(cell, parts, from);
      String value = cell.substring(parts.get(from)[0], parts.get(to)[1]).strip();
      if (!value.isEmpty()) {
        values.add(value);
      }
      from = to + 1;
    }
    return List.copyOf(values);
  }

  /** The last part of the longest name that starts at a part. */
  private int end(String cell, List<int[]> parts, int from) {
    for (int to = Math.min(parts.size() - 1, from + mostInside); to > from; to--) {
      if (whole.contains(fold(cell.substring(parts.get(from)[0], parts.get(to)[1])))) {
        return to;
      }
    }
    return from;
  }

  /** The pieces of a cell, trimmed, empty ones left out, each as often as it occurs. */
  public static List<String> pieces(String cell, String separator) {
    List<String> pieces = new ArrayList<>();
    for (int[] part : parts(cell, separator)) {
      String piece = cell.substring(part[0], part[1]).strip();
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private static List<int[]> parts(String cell, String separator) {
    Set<Integer> entityEnds = separator.equals(";") ? entityEnds(cell) : Set.of();
    List<int[]> parts = new ArrayList<>();
    int start = 0;
    for (int at = cell.indexOf(separator); at >= 0; at = cell.indexOf(separator, at + 1)) {
      if (at >= start && !entityEnds.contains(at)) {
        parts.add(new int[] {start, at});
        start = at + separator.length();
      }
    }
    parts.add(new int[] {start, cell.length()});
    return parts;
  }

  private static Set<Integer> entityEnds(String cell) {
    Set<Integer> ends = new LinkedHashSet<>();
    if (cell.indexOf('&') >= 0) {
      Matcher entity = ENTITY.matcher(cell);
      while (entity.find()) {
        if (Entities.isOne(entity.group())) {
          ends.add(entity.end() - 1);
        }
      }
    }
    return ends;
  }
}
