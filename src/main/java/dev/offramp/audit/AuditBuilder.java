package dev.offramp.audit;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.Warning;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.record.SourceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Audits a run of rows of an upload; mutable, for one thread. */
public final class AuditBuilder {
  private static final int MANY_TAGS = 5;

  private final AuditSum sum;
  private final ExportLayout layout;
  private final List<ColumnStats.Counter> columns = new ArrayList<>();
  private final List<String> filledFeatures = new ArrayList<>();
  private final Map<String, String> warned = new HashMap<>();
  private final Optional<Column> emailColumn;
  private final Optional<Column> tagsColumn;
  private final Optional<Column> listsColumn;
  private final Hashes hashes = new Hashes();
  private final RecordFacts facts;

  /**
   * Audits rows of a layout.
   *
   * @param settings the plan's separators are counted as well as the usual ones
   * @param sampleSize how many rows the sample will have
   * @param review takes everybody about whom a person has to decide, row by row: it is as long as
   *     the file in the worst case, so it is not part of the part
   */
  public AuditBuilder(
      ExportLayout layout, KartraSettings settings, int sampleSize, Consumer<ReviewLine> review) {
    this.layout = layout;
    this.sum = sum(layout, settings, sampleSize);
    for (Column column : layout.columns()) {
      columns.add(sum.column(column.name()));
      filledFeatures.add(column.known() ? "" : "a value in " + column.header());
    }
    this.emailColumn = layout.column("email").or(() -> layout.column("buyer_email"));
    this.tagsColumn = layout.column("tags");
    this.listsColumn = layout.column("lists");
    this.facts = new RecordFacts(sum, hashes, review);
  }

  /** A sum that starts at nothing, for the parts of builders with these settings. */
  public static AuditSum sum(ExportLayout layout, KartraSettings settings, int sampleSize) {
    return new AuditSum(
        sampleSize,
        layout.column("tags").map(settings::separator).orElse(""),
        layout.column("lists").map(settings::separator).orElse(""));
  }

  /** Adds a row that could be read, with what the parser made of it. */
  public void add(Row row, Parsed<? extends SourceRecord> parsed) {
    List<String> shown = new ArrayList<>();
    int filled = columns(row, shown);
    email(row);
    if (parsed instanceof Parsed.Rejected<?> no) {
      sum.rejected.add(no.code(), row.line());
      return;
    }
    sum.ok++;
    Parsed.Accepted<? extends SourceRecord> yes = (Parsed.Accepted<? extends SourceRecord>) parsed;
    List<String> features = new ArrayList<>();
    List<Warning> warnings = yes.warnings();
    for (Warning warning : warnings) {
      sum.warnings.add(warning.code(), warning.line());
      sum.warningColumns.add(warning.code(), warning.column(), 1L);
      features.add(warned.computeIfAbsent(warning.code(), code -> "warning " + code));
    }
    tagsColumn.ifPresent(column -> sum.tags.add(cell(row, column)));
    listsColumn.ifPresent(column -> sum.lists.add(cell(row, column)));
    facts.add(yes.value(), row.line(), features);
    features.addAll(shown);
    sample(row, filled, features);
  }

  /** Adds a row that could not be read. */
  public void add(RowProblem problem) {
    sum.rejected.add(problem.code(), problem.line());
  }

  /** What was added so far. */
  public AuditPart part() {
    return sum.part();
  }

  private static String cell(Row row, Column column) {
    return row.values().get(column.index()).strip();
  }

  /** Counts the cells; adds what they are examples of. How many have a value. */
  private int columns(Row row, List<String> shown) {
    int filled = 0;
    boolean ascii = true;
    boolean multiline = false;
    List<String> cells = row.values();
    for (int i = 0; i < columns.size(); i++) {
      String whole = cells.get(i);
      String cell = whole.strip();
      if (cell.isEmpty()) {
        ascii &= CellLook.isAscii(whole);
        continue;
      }
      filled++;
      CellLook look = columns.get(i).add(cell, hashes);
      multiline |= look.multiline();
      ascii &= look.ascii() && (cell.length() == whole.length() || CellLook.isAscii(whole));
      if (!filledFeatures.get(i).isEmpty()) {
        shown.add(filledFeatures.get(i));
      }
    }
    if (!ascii) {
      shown.add("letters beyond ASCII");
    }
    if (multiline) {
      shown.add("several lines in a cell");
    }
    return filled;
  }

  private void email(Row row) {
    emailColumn.ifPresent(
        column -> {
          String cell = cell(row, column);
          if (!cell.isEmpty() || layout.kind() == ExportKind.CONTACTS) {
            EmailFault.of(cell).ifPresent(f -> sum.emailFaults.add(f.name(), row.line()));
          }
        });
  }

  private void sample(Row row, int filled, List<String> features) {
    int tags = tagsColumn.map(column -> roughly(cell(row, column))).orElse(0);
    if (tagsColumn.isPresent() && (tags == 0 || tags >= MANY_TAGS)) {
      features.add(tags == 0 ? "no tags" : "many tags");
    }
    long draw = hashes.of(row.ordinal());
    if (sum.sample.wants(draw, tags, filled, features)) {
      sum.sample.add(
          new SampleRow(
              row.ordinal(),
              row.line(),
              draw,
              tags,
              filled,
              new java.util.TreeSet<>(features),
              cut(row.values())));
    }
  }

  /** How many tags a cell holds, before it is known what stands between them. */
  private static int roughly(String cell) {
    if (cell.isEmpty()) {
      return 0;
    }
    int semicolons = 0;
    int bars = 0;
    int commas = 0;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      semicolons += c == ';' ? 1 : 0;
      bars += c == '|' ? 1 : 0;
      commas += c == ',' ? 1 : 0;
    }
    return Math.max(semicolons, Math.max(bars, commas)) + 1;
  }

  private static List<String> cut(List<String> values) {
    List<String> kept = new ArrayList<>(values.size());
    int left = SampleRow.LONGEST;
    for (String value : values) {
      String part = value.length() <= left ? value : value.substring(0, left);
      left -= part.length();
      kept.add(part);
    }
    return kept;
  }
}
