package dev.offramp.kartra.row;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.value.Countries;
import dev.offramp.kartra.value.Phones;
import dev.offramp.kartra.value.Timestamps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the parsers of records other than contacts share: how one row's cells are cleaned. */
public final class RowDrafts {
  private final ExportLayout layout;
  private final KartraSettings settings;
  private final Timestamps timestamps;
  private final Phones phones;
  private final Countries countries = new Countries();
  private final Amounts amounts;
  private final CellCleaner cleaner;
  private final Map<String, List<Column>> byName;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public RowDrafts(ExportLayout layout, KartraSettings settings) {
    this.layout = layout;
    this.settings = settings;
    this.timestamps = new Timestamps(settings.zone(), settings.dayFirst());
    this.phones = new Phones(settings.phoneRegion());
    this.amounts = new Amounts(layout.dialect().delimiter());
    this.cleaner = new CellCleaner(settings.decodeEntities());
    this.byName = byName(layout);
  }

  /** Begins with a row: every cell of it is in the draft, cleaned. */
  public RowDraft begin(Row row) {
    RowDraft draft = new RowDraft(this, row.line());
    row.notes().forEach(code -> draft.warn(code, ""));
    for (Column column : layout.columns()) {
      String value =
          cleaner.clean(
              row.values().get(column.index()),
              column.known(),
              code -> draft.warn(code, column.name()));
      draft.put(column, value);
    }
    return draft;
  }

  /** Under each name the column of it, and those that are the same money in other currencies. */
  private static Map<String, List<Column>> byName(ExportLayout layout) {
    Map<String, List<Column>> found = new HashMap<>();
    for (Column column : layout.columns()) {
      String suffix = Column.inCurrency("", column.currency());
      String name = column.name();
      if (column.known()) {
        found.computeIfAbsent(name, n -> new ArrayList<>()).add(column);
      }
      if (column.known() && name.endsWith(suffix)) {
        String plain = name.substring(0, name.length() - suffix.length());
        found.computeIfAbsent(plain, n -> new ArrayList<>()).add(column);
      }
    }
    return found;
  }

  /** The columns of one kind of money: one, or one for each currency. */
  List<Column> money(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** What stands between the values of a column, or nothing where it holds one. */
  String separator(String column) {
    return settings.separators().getOrDefault(column, "");
  }

  Timestamps timestamps() {
    return timestamps;
  }

  Phones phones() {
    return phones;
  }

  Countries countries() {
    return countries;
  }

  Amounts amounts() {
    return amounts;
  }
}
