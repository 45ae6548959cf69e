package dev.offramp.kartra;

import dev.offramp.kartra.csv.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an upload holds, as far as it was read: enough to detect separators and to propose custom
 * fields. Bounded in memory; parts of a file can be profiled apart and added up.
 *
 * @param rows that could be read
 * @param columns by name: tags, lists and every column that is not one of Kartra's own
 * @param warnings how often each code occurred
 * @param firstLines for each code the first lines on which it occurred
 */
public record ExportProfile(
    long rows,
    Map<String, ColumnProfile> columns,
    Map<String, Long> warnings,
    Map<String, List<Long>> firstLines) {
  private static final int MOST_LINES = 10;
  private static final Set<String> MULTIPLE = Set.of("tags", "lists");

  /** Collects a profile; mutable while a chunk is read. */
  public static final class Builder {
    private final List<Column> watched;
    private long rows;
    private final Map<String, ColumnProfile.Builder> columns = new LinkedHashMap<>();
    private final Map<String, Long> warnings = new TreeMap<>();
    private final Map<String, List<Long>> firstLines = new TreeMap<>();

    /** Watches the columns of a layout. */
    public Builder(ExportLayout layout) {
      watched =
          layout.columns().stream()
              .filter(column -> !column.known() || MULTIPLE.contains(column.name()))
              .toList();
      watched.forEach(column -> columns.put(column.name(), new ColumnProfile.Builder()));
    }

    /** Adds a row. */
    public void add(Row row) {
      rows++;
      for (Column column : watched) {
        columns.get(column.name()).add(row.values().get(column.index()).strip());
      }
    }

    /** Adds a warning. */
    public void add(Warning warning) {
      add(warning.code(), 1, List.of(warning.line()));
    }

    private void add(String code, long n, List<Long> lines) {
      warnings.merge(code, n, Long::sum);
      List<Long> first = firstLines.computeIfAbsent(code, c -> new ArrayList<>());
      lines.stream().limit(MOST_LINES - (long) first.size()).forEach(first::add);
    }

    /** Adds the profile of another part of the same file. */
    public void add(ExportProfile other) {
      rows += other.rows;
      other.columns.forEach(
          (name, part) ->
              columns.computeIfAbsent(name, n -> new ColumnProfile.Builder()).add(part));
      other.warnings.forEach(
          (code, n) -> add(code, n, other.firstLines.getOrDefault(code, List.of())));
    }

    /** What was collected. */
    public ExportProfile build() {
      Map<String, ColumnProfile> built = new LinkedHashMap<>();
      columns.forEach((name, column) -> built.put(name, column.build()));
      return new ExportProfile(rows, built, warnings, firstLines);
    }
  }

  /**
   * What stands between the values of each column that holds several, found by how often pieces
   * come back: the right separator gives few different pieces, a wrong one gives many.
   */
  public Map<String, String> separators() {
    Map<String, String> found = new TreeMap<>();
    columns.forEach(
        (name, column) -> {
          String best = separator(column, MULTIPLE.contains(name));
          if (best != null) {
            found.put(name, best);
          }
        });
    return found;
  }

  private static String separator(ColumnProfile column, boolean multiple) {
    String best = null;
    double bestReuse = multiple ? 0 : 3;
    for (Map.Entry<String, Map<String, Long>> candidate : column.pieces().entrySet()) {
      long total = candidate.getValue().values().stream().mapToLong(Long::longValue).sum();
      double reuse = (double) total / candidate.getValue().size();
      boolean common = candidate.getKey().equals(",") || multiple || total * 10 > column.filled();
      if (common && reuse > bestReuse) {
        best = candidate.getKey();
        bestReuse = reuse;
      }
    }
    return best;
  }

  /** The different values of a column once it is split, in the order of the file. */
  public Set<String> values(String column, Map<String, String> separators) {
    ColumnProfile profile = columns.getOrDefault(column, ColumnProfile.empty());
    String separator = separators.get(column);
    Set<String> values = new LinkedHashSet<>();
    for (String cell : profile.whole().keySet()) {
      if (separator == null || !cell.contains(separator)) {
        values.add(cell);
      }
    }
    if (separator != null) {
      values.addAll(profile.pieces().getOrDefault(separator, Map.of()).keySet());
    }
    return values;
  }
}
