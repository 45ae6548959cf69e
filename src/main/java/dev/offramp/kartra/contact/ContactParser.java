package dev.offramp.kartra.contact;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.Warning;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.FieldNames;
import dev.offramp.kartra.row.Fields;
import dev.offramp.kartra.value.Emails;
import dev.offramp.kartra.value.Splitter;
import dev.offramp.kartra.value.TextCleaner;
import dev.offramp.kartra.value.Timestamps;
import dev.offramp.record.Contact;
import dev.offramp.record.FieldMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a contact of a row: cleans what can be cleaned, tells what was done, drops nothing. For one
 * thread.
 */
public final class ContactParser implements RowParser<Contact> {
  /** The most tags that a contact may have. */
  public static final int MAX_TAGS = 1000;

  private static final String NOT_AVAILABLE_KEPT = "OFF-1247";
  private static final String ADDRESS_REPAIRED = "OFF-1248";

  private final ContactColumn[] columns;
  private final FieldNames names;
  private final int id;
  private final int address;
  private final TextCleaner cleaner;
  private final ContactFields standard;
  private final ConsentReader consent;
  private final ConsentColumns consentColumns;

  /** Takes how the file is laid out, and what cannot be seen from a row. */
  public ContactParser(ExportLayout layout, KartraSettings settings) {
    this.names = new FieldNames(layout.columns());
    this.id = names.slot("id");
    this.address = names.slot("email");
    this.columns =
        layout.columns().stream()
            .map(column -> new ContactColumn(column, names, splitter(column, settings)))
            .toArray(ContactColumn[]::new);
    this.cleaner = new TextCleaner(settings.decodeEntities());
    this.standard = new ContactFields(names, settings);
    this.consent = new ConsentReader(layout, settings.uploadStatus());
    this.consentColumns = new ConsentColumns(names);
  }

  private static Splitter splitter(Column column, KartraSettings settings) {
    return new Splitter(settings.separator(column), settings.wholeNames());
  }

  /** What a row's cells come to, while a contact is made of them. */
  private static final class Draft {
    private final Row row;
    private final List<Warning> warnings = new ArrayList<>();
    private final Fields fields;
    private final FieldMap.Builder<List<String>> custom;
    private List<String> tags = List.of();
    private List<String> lists = List.of();

    Draft(Row row, FieldNames names) {
      this.row = row;
      this.fields = new Fields(names);
      this.custom = new FieldMap.Builder<>(row.values().size());
    }

    void tell(String code, String column) {
      warnings.add(new Warning(code, row.line(), column));
    }

    void put(ContactColumn column, String value) {
      switch (column.use()) {
        case TAGS -> tags = column.splitter().split(value);
        case LISTS -> lists = column.splitter().split(value);
        case FIELD -> fields.put(column.slot(), value);
        case DATE -> {
          if (!Timestamps.isNone(value)) {
            fields.put(column.slot(), value);
          }
        }
        case CUSTOM -> {
          List<String> values = column.splitter().split(value);
          if (!values.isEmpty()) {
            custom.append(column.name(), values);
          }
        }
      }
    }
  }

  @Override
  public Parsed<Contact> parse(Row row) {
    Draft draft = new Draft(row, names);
    for (String code : row.notes()) {
      draft.tell(code, "");
    }
    List<String> cells = row.values();
    for (ContactColumn column : columns) {
      String cell = cells.get(column.index());
      String value = cell.isEmpty() ? cell : clean(cell, column, draft);
      if (!value.isEmpty()) {
        draft.put(column, value);
      }
    }
    String cell = draft.fields.text(address);
    Emails.Reading email = cell.isEmpty() ? new Emails.Reading.None() : Emails.read(cell);
    if (email instanceof Emails.Reading.One one && draft.tags.size() <= MAX_TAGS) {
      return accepted(draft, one);
    }
    return rejection(draft, cell, email, !draft.fields.text(id).isEmpty());
  }

  private static Parsed<Contact> rejection(
      Draft draft, String cell, Emails.Reading email, boolean hasId) {
    if (cell.isEmpty()) {
      String lacks = hasId ? "." : " and no id.";
      return rejected("OFF-1201", "email", "The row has no e-mail address" + lacks);
    }
    if (email instanceof Emails.Reading.Several) {
      return rejected(
          "OFF-1249", "email", "The cell holds several addresses. Keep the one of the contact.");
    }
    if (email instanceof Emails.Reading.None) {
      return rejected("OFF-1202", "email", "The e-mail address is not one. Correct it.");
    }
    return rejected(
        "OFF-1203",
        "tags",
        "The contact has %d tags; the most is %d.".formatted(draft.tags.size(), MAX_TAGS));
  }

  private static Parsed<Contact> rejected(String code, String column, String message) {
    return new Parsed.Rejected<>(code, column, message);
  }

  private Parsed<Contact> accepted(Draft draft, Emails.Reading.One email) {
    if (email.repaired()) {
      draft.tell(ADDRESS_REPAIRED, "email");
      draft.fields.put(address, email.address());
    }
    Optional<Instant> joined = standard.clean(draft.fields, draft::tell);
    ConsentReader.Reading reading = consent.read(consentColumns.of(draft.fields));
    for (ConsentReader.Told told : reading.told()) {
      draft.tell(told.code(), told.column());
    }
    FieldMap.Builder<String> fields = draft.fields.filled();
    FullNames.split(fields);
    Contact contact =
        new Contact(
            draft.fields.text(id),
            email.address(),
            fields.build(),
            joined,
            draft.tags,
            draft.lists,
            draft.custom.build(),
            reading.consent());
    return new Parsed.Accepted<>(contact, draft.warnings);
  }

  private String clean(String cell, ContactColumn column, Draft draft) {
    String text;
    if (TextCleaner.isClean(cell)) {
      text = cell; // Nearly all cells.
    } else {
      TextCleaner.Cleaned cleaned = cleaner.clean(cell);
      cleaned.told().forEach(code -> draft.tell(code, column.name()));
      text = cleaned.text();
    }
    if (text.equalsIgnoreCase("N/A")) {
      if (!column.isFreeText()) {
        return ""; // Kartra's way to write that there is nothing.
      }
      // Somebody may have typed it: kept, and told.
      draft.tell(NOT_AVAILABLE_KEPT, column.name());
    }
    return text;
  }
}
