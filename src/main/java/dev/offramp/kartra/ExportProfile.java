package dev.offramp.kartra;

import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.value.Splitter;
import dev.offramp.kartra.value.Timestamps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an upload holds, as far as it was read: enough to detect separators and to propose custom
 * fields. Bounded in memory; parts of a file can be profiled apart and added up.
 *
 * @param rows that could be read
 * @param columns by name: tags, lists and every column that is not one of Kartra's own
 * @param warnings how often each code occurred
 * @param firstLines for each code the first lines on which it occurred
 * @param dates by name of a standard column of dates: what they say of day and month
 */
public record ExportProfile(
    long rows,
    Map<String, ColumnProfile> columns,
    Map<String, Long> warnings,
    Map<String, List<Long>> firstLines,
    Map<String, DateProfile> dates) {
  private static final int MOST_LINES = 10;
  private static final Set<String> MULTIPLE = Set.of("tags", "lists");
  private static final Pattern DATES = Pattern.compile("date|date_.*|.*_date");

  /** A profile that was kept before dates were counted has none. */
  public ExportProfile {
    dates = dates == null ? Map.of() : dates;
  }

  /** Collects a profile; mutable while a chunk is read. */
  public static final class Builder {
    private final List<Watched> watched;
    private final List<Column> dated;
    private final Map<String, DateProfile> dates = new TreeMap<>();
    private long rows;
    private final Map<String, ColumnProfile.Builder> columns = new LinkedHashMap<>();
    private final Map<String, Long> warnings = new TreeMap<>();
    private final Map<String, List<Long>> firstLines = new TreeMap<>();

    /** Watches the columns of a layout. */
    public Builder(ExportLayout layout) {
      watched =
          layout.columns().stream()
              .filter(column -> !column.known() || MULTIPLE.contains(column.name()))
              .map(column -> new Watched(column.index(), cells(column.name())))
              .toList();
      dated = layout.columns().stream().filter(Builder::holdsDates).toList();
    }

    /** A column whose cells are kept. */
    private record Watched(int index, ColumnProfile.Builder cells) {}

    private ColumnProfile.Builder cells(String name) {
      return columns.computeIfAbsent(name, Builder::columnBuilder);
    }

    private static ColumnProfile.Builder columnBuilder(String name) {
      return new ColumnProfile.Builder(
          MULTIPLE.contains(name) ? ColumnProfile.MOST_VALUES : ColumnProfile.MOST_OPTIONS);
    }

    private static boolean holdsDates(Column column) {
      return column.known() && DATES.matcher(column.name()).matches();
    }

    /** Adds a row. */
    public void add(Row row) {
      rows++;
      List<String> cells = row.values();
      for (Watched column : watched) {
        String cell = cells.get(column.index());
        if (!cell.isEmpty()) {
          column.cells().add(cell.strip());
        }
      }
      for (Column column : dated) {
        add(column.name(), Timestamps.order(row.values().get(column.index())));
      }
    }

    private void add(String column, Timestamps.Order order) {
      switch (order) {
        case DAY_FIRST -> add(column, new DateProfile(1, 0, 0));
        case MONTH_FIRST -> add(column, new DateProfile(0, 1, 0));
        case EITHER -> add(column, new DateProfile(0, 0, 1));
        case SILENT -> {}
      }
    }

    private void add(String column, DateProfile part) {
      dates.merge(column, part, DateProfile::plus);
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
      other.columns.forEach((name, part) -> cells(name).add(part));
      other.dates.forEach(this::add);
      other.warnings.forEach(
          (code, n) -> add(code, n, other.firstLines.getOrDefault(code, List.of())));
    }

    /** What was collected. */
    public ExportProfile build() {
      Map<String, ColumnProfile> built = new LinkedHashMap<>();
      columns.forEach((name, column) -> built.put(name, column.build()));
      return new ExportProfile(rows, built, warnings, firstLines, dates);
    }
  }

  /**
   * What stands between the values of each column that holds several, by the file alone.
   *
   * @return by column name; a column that is not to be split is not there
   */
  public Map<String, String> separators() {
    return separators(Set.of());
  }

  /**
   * The same where the account's own names of tags and lists are known.
   *
   * @param knownNames as Kartra's API gives them, or none
   */
  public Map<String, String> separators(Set<String> knownNames) {
    Map<String, String> found = new TreeMap<>();
    separatorEvidence(knownNames)
        .forEach(
            (name, evidence) -> {
              if (!evidence.separator().isEmpty()) {
                found.put(name, evidence.separator());
              }
            });
    return found;
  }

  /** What speaks for and against each separator, for every column in which any occurs. */
  public Map<String, SeparatorEvidence> separatorEvidence(Set<String> knownNames) {
    Set<String> folded = new HashSet<>();
    knownNames.forEach(name -> folded.add(Splitter.fold(name)));
    Map<String, SeparatorEvidence> found = new TreeMap<>();
    columns.forEach(
        (name, column) -> {
          if (!column.cells().isEmpty()) {
            boolean several = MULTIPLE.contains(name);
            found.put(name, new SeparatorDetector(name, column, several, folded).decide());
          }
        });
    return found;
  }

  /** The order of day and month in the columns whose dates agree on one. */
  public Map<String, DateOrder> dateOrders() {
    Map<String, DateOrder> found = new TreeMap<>();
    dates.forEach((name, date) -> date.order().ifPresent(order -> found.put(name, order)));
    return found;
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
