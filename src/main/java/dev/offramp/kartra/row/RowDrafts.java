package dev.offramp.kartra.row;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.value.Countries;
import dev.offramp.kartra.value.Phones;
import dev.offramp.kartra.value.Splitter;
import dev.offramp.kartra.value.TextCleaner;
import dev.offramp.kartra.value.Timestamps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the parsers of records other than contacts share: how one row's cells are cleaned. */
public final class RowDrafts {
  private static final String NOTHING = "N/A";

  /** Somebody may have typed it into a field of the customer's own: kept, and told. */
  private static final String NOT_AVAILABLE_KEPT = "OFF-1247";

  private final Cell[] cells;
  private final FieldNames names;
  private final int otherColumns;
  private final KartraSettings settings;
  private final Timestamps dayFirst;
  private final Timestamps monthFirst;
  private final Phones phones;
  private final Countries countries = new Countries();
  private final Amounts amounts;
  private final TextCleaner cleaner;
  private final Map<String, List<Column>> byName;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public RowDrafts(ExportLayout layout, KartraSettings settings) {
    this.names = new FieldNames(layout.columns());
    this.otherColumns = layout.columns().size() - names.size();
    this.settings = settings;
    this.dayFirst = new Timestamps(settings.zone(), true);
    this.monthFirst = new Timestamps(settings.zone(), false);
    this.cells = layout.columns().stream().map(this::cell).toArray(Cell[]::new);
    this.phones = new Phones(settings.phoneRegion());
    this.amounts = new Amounts(layout.dialect().delimiter());
    this.cleaner = new TextCleaner(settings.decodeEntities());
    this.byName = byName(layout);
  }

  /** A column, with what becomes of its cells: found out once, and not for each row. */
  private record Cell(int index, Column column, int slot, Splitter splitter) {}

  private Cell cell(Column column) {
    return new Cell(
        column.index(),
        column,
        column.known() ? names.slot(column.name()) : -1,
        new Splitter(settings.separator(column), settings.wholeNames()));
  }

  /** Begins with a row: every cell of it is in the draft, cleaned. */
  public RowDraft begin(Row row) {
    RowDraft draft = new RowDraft(this, row.line(), names, otherColumns);
    row.notes().forEach(code -> draft.warn(code, ""));
    List<String> values = row.values();
    for (Cell cell : cells) {
      String whole = values.get(cell.index());
      String value = whole.isEmpty() ? whole : clean(whole, cell.column(), draft);
      if (value.isEmpty()) {
        continue;
      }
      if (cell.slot() >= 0) {
        draft.put(cell.slot(), value);
      } else {
        draft.put(cell.column().name(), cell.splitter().split(value));
      }
    }
    return draft;
  }

  /** The cell's text; only in a column of Kartra's own does {@code N/A} mean nothing. */
  private String clean(String cell, Column column, RowDraft draft) {
    String text = cell; // Nearly all cells are clean.
    if (!TextCleaner.isClean(cell)) {
      TextCleaner.Cleaned cleaned = cleaner.clean(cell);
      cleaned.told().forEach(code -> draft.warn(code, column.name()));
      text = cleaned.text();
    }
    if (!text.equalsIgnoreCase(NOTHING)) {
      return text;
    }
    if (column.known()) {
      return "";
    }
    draft.warn(NOT_AVAILABLE_KEPT, column.name());
    return text;
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

  /** Reads the times of a column, in the order of day and month that its own dates show. */
  Timestamps timestamps(String column) {
    return settings.dayFirst(column) ? dayFirst : monthFirst;
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
