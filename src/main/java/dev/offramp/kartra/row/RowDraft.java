package dev.offramp.kartra.row;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.Warning;
import dev.offramp.kartra.value.Emails;
import dev.offramp.kartra.value.Timestamps;
import dev.offramp.record.FieldMap;
import dev.offramp.record.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One row on its way to a record. What a parser takes, it answers for; what it does not take, and
 * what could not be understood, stays among the fields as it stands: so nothing is dropped.
 */
public final class RowDraft {
  private static final Set<String> YES = Set.of("yes", "y", "true", "1");
  private static final Set<String> NO = Set.of("", "no", "n", "false", "0");

  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,3}");

  private final RowDrafts tools;
  private final long line;
  private final FieldNames names;
  private final Fields fields;
  private final FieldMap.Builder<List<String>> custom;
  private final List<Warning> warnings = new ArrayList<>();

  RowDraft(RowDrafts tools, long line, FieldNames names, int otherColumns) {
    this.tools = tools;
    this.line = line;
    this.names = names;
    this.fields = new Fields(names);
    this.custom = new FieldMap.Builder<>(otherColumns);
  }

  /** Puts the value of a standard column, which is not empty. */
  void put(int slot, String value) {
    fields.put(slot, value);
  }

  /** Puts the values of another column. */
  void put(String column, List<String> values) {
    if (!values.isEmpty()) {
      custom.append(column, values);
    }
  }

  /** Tells something about the row. */
  public void warn(String code, String column) {
    warnings.add(new Warning(code, line, column));
  }

  /** A standard column's text, or empty. */
  public String text(String column) {
    return fields.text(column);
  }

  /** A standard column's text, or empty; it is no longer among the fields. */
  public String take(String column) {
    int slot = names.slot(column);
    String value = fields.text(slot);
    fields.remove(slot);
    return value;
  }

  /** An address, taken as it stands; told if it is not one. */
  public String takeEmail(String column) {
    String email = take(column);
    if (!email.isEmpty() && !Emails.isValid(email)) {
      warn("OFF-1226", column);
    }
    return email;
  }

  /** A moment. Where the text is none that can be read, it stays among the fields and is told. */
  public Optional<Instant> takeMoment(String column) {
    return moment(text(column), List.of(column));
  }

  /** A moment whose day and time of day may stand in two columns, or in either of them. */
  public Optional<Instant> takeMoment(String day, String time) {
    String date = text(day);
    if (date.isEmpty()) {
      return takeMoment(time);
    }
    boolean whole = text(time).isEmpty() || date.indexOf(':') >= 0;
    return whole ? takeMoment(day) : moment(date + " " + text(time), List.of(day, time));
  }

  private Optional<Instant> moment(String text, List<String> columns) {
    if (Timestamps.isNone(text)) {
      columns.forEach(this::remove);
      return Optional.empty();
    }
    Timestamps.Reading reading = tools.timestamps(columns.get(0)).read(text);
    reading.told().forEach(code -> warn(code, columns.get(0)));
    reading.moment().ifPresent(moment -> columns.forEach(this::remove));
    return reading.moment();
  }

  /** A yes or a no. Anything else counts as a no, stays among the fields, and is told. */
  public boolean takeFlag(String column) {
    String cell = text(column);
    if (cell.isEmpty()) {
      return false;
    }
    String text = cell.toLowerCase(Locale.ROOT);
    if (YES.contains(text) || NO.contains(text)) {
      remove(column);
      return YES.contains(text);
    }
    if (COUNT.matcher(text).matches()) {
      return true; // The how-manieth: it stays among the fields.
    }
    warn("OFF-1227", column);
    return false;
  }

  /** Makes one E.164 number of two columns, in its place; a number that is none stays. */
  public void phone(String codeColumn, String numberColumn) {
    String number = text(numberColumn);
    if (number.isEmpty()) {
      return;
    }
    Optional<String> whole = tools.phones().e164(text(codeColumn), number);
    whole.ifPresentOrElse(e164 -> put(numberColumn, e164), () -> warn("OFF-1206", numberColumn));
  }

  /** Gives a country its English name, in its place; a text that is none stays. */
  public void country(String column) {
    String text = text(column);
    if (text.isEmpty()) {
      return;
    }
    Optional<String> name = tools.countries().name(text);
    name.ifPresentOrElse(known -> put(column, known), () -> warn("OFF-1207", column));
  }

  /**
   * Money without its sign; a cell with a minus stays among the fields too, because the record has
   * no place for it. Where the header has several currencies, the one that is filled counts.
   *
   * @param taken gets by name: the amount under {@code column}, those in further currencies under
   *     names with their code, such as {@code amount_eur}; nothing where there is none or none can
   *     be read
   */
  public void takeMoney(String column, Map<String, Money> taken) {
    List<Column> columns = tools.money(column);
    if (columns.size() == 1) {
      amount(columns.get(0)).ifPresent(money -> taken.put(column, money));
    } else if (!columns.isEmpty()) {
      takeMoney(column, columns, taken);
    }
  }

  /** An amount, with the column and the cell in which it stands. */
  private record Found(Column column, String cell, Money money) {}

  private void takeMoney(String column, List<Column> columns, Map<String, Money> taken) {
    List<Found> found = new ArrayList<>();
    for (Column one : columns) {
      String cell = text(one.name());
      amount(one).ifPresent(money -> found.add(new Found(one, cell, money)));
    }
    // What is not zero goes before what only fills its cell.
    found.sort(Comparator.comparing(one -> one.money().minorUnits() == 0));
    for (int i = 0; i < found.size(); i++) {
      Money money = found.get(i).money();
      if (i == 0) {
        taken.put(column, money);
      } else {
        taken.put(Column.inCurrency(column, money.currency()), money);
        further(found.get(i));
      }
    }
  }

  /** A second amount in one row stays as text too: not every record has a place for it. */
  private void further(Found second) {
    if (second.money().minorUnits() != 0) {
      put(second.column().name(), second.cell());
      warn("OFF-1224", second.column().name());
    }
  }

  private Optional<Money> amount(Column column) {
    String cell = text(column.name());
    if (cell.isEmpty()) {
      return Optional.empty();
    }
    String ofRow = text("currency").toUpperCase(Locale.ROOT);
    String currency = column.currency().isEmpty() ? ofRow : column.currency();
    Amounts.Reading reading = tools.amounts().read(cell, currency);
    if (reading instanceof Amounts.Unclear) {
      warn("OFF-1222", column.name());
      return Optional.empty();
    }
    if (reading instanceof Amounts.Exact exact) {
      if (!ofRow.isEmpty() && !ofRow.equals(currency)) {
        warn("OFF-1223", column.name());
      }
      if (!exact.minus()) {
        remove(column.name());
      }
      return Optional.of(exact.money());
    }
    remove(column.name());
    return Optional.empty();
  }

  private void put(String column, String value) {
    fields.put(names.slot(column), value);
  }

  private void remove(String column) {
    fields.remove(names.slot(column));
  }

  /** The standard columns that were not taken; asked for once, when nothing more is taken. */
  public Map<String, String> fields() {
    return fields.filled().build();
  }

  /** Every other column that has a value; asked for once. */
  public Map<String, List<String>> custom() {
    return custom.build();
  }

  /** What was told, in order. */
  public List<Warning> warnings() {
    return Collections.unmodifiableList(warnings);
  }
}
