package dev.offramp.kartra.contact;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.Warning;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.value.Emails;
import dev.offramp.kartra.value.Splitter;
import dev.offramp.kartra.value.TextCleaner;
import dev.offramp.record.Contact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a contact of a row: cleans what can be cleaned, tells what was done, drops nothing. */
public final class ContactParser implements RowParser<Contact> {
  /** The most tags that a contact may have. */
  public static final int MAX_TAGS = 1000;

  private static final String NOT_AVAILABLE_KEPT = "OFF-1247";
  private static final String ADDRESS_REPAIRED = "OFF-1248";
  private static final Set<String> SEVERAL = Set.of("tags", "lists");

  private final ExportLayout layout;
  private final TextCleaner cleaner;
  private final ContactFields standard;
  private final ConsentReader consent;
  private final Map<String, Splitter> splitters = new HashMap<>();

  /** Takes how the file is laid out, and what cannot be seen from a row. */
  public ContactParser(ExportLayout layout, KartraSettings settings) {
    this.layout = layout;
    this.cleaner = new TextCleaner(settings.decodeEntities());
    this.standard = new ContactFields(settings);
    this.consent = new ConsentReader(layout, settings.uploadStatus());
    for (Column column : layout.columns()) {
      splitters.put(column.name(), new Splitter(settings.separator(column), settings.wholeNames()));
    }
  }

  @Override
  public Parsed<Contact> parse(Row row) {
    List<Warning> warnings = new ArrayList<>();
    row.notes().forEach(code -> warnings.add(new Warning(code, row.line(), "")));
    Map<String, String> raw = new LinkedHashMap<>();
    Map<String, List<String>> custom = new LinkedHashMap<>();
    for (Column column : layout.columns()) {
      String value = clean(row.values().get(column.index()), column, row, warnings);
      if (column.known()) {
        raw.put(column.name(), value);
      } else if (!value.isEmpty()) {
        List<String> values = splitters.get(column.name()).split(value);
        if (!values.isEmpty()) {
          custom.put(column.name(), values);
        }
      }
    }
    Parsed<Contact> rejection = rejection(raw);
    return rejection != null ? rejection : accepted(raw, custom, row, warnings);
  }

  /** Why the row cannot be taken, or null. */
  private Parsed<Contact> rejection(Map<String, String> raw) {
    String email = raw.getOrDefault("email", "");
    if (email.isEmpty()) {
      String lacks = raw.getOrDefault("id", "").isEmpty() ? " and no id." : ".";
      return rejected("OFF-1201", "email", "The row has no e-mail address" + lacks);
    }
    Emails.Reading reading = Emails.read(email);
    if (reading instanceof Emails.Reading.Several) {
      return rejected(
          "OFF-1249", "email", "The cell holds several addresses. Keep the one of the contact.");
    }
    if (reading instanceof Emails.Reading.None) {
      return rejected("OFF-1202", "email", "The e-mail address is not one. Correct it.");
    }
    int tags = values("tags", raw).size();
    return tags <= MAX_TAGS
        ? null
        : rejected(
            "OFF-1203",
            "tags",
            "The contact has %d tags; the most is %d.".formatted(tags, MAX_TAGS));
  }

  private static Parsed<Contact> rejected(String code, String column, String message) {
    return new Parsed.Rejected<>(code, column, message);
  }

  private Parsed<Contact> accepted(
      Map<String, String> raw, Map<String, List<String>> custom, Row row, List<Warning> warnings) {
    Map<String, String> fields = new LinkedHashMap<>();
    raw.forEach(
        (name, value) -> {
          if (!value.isEmpty() && !SEVERAL.contains(name)) {
            fields.put(name, value);
          }
        });
    String email = address(raw.get("email"), row, warnings);
    fields.put("email", email);
    Optional<Instant> joined =
        standard.clean(
            fields, (code, column) -> warnings.add(new Warning(code, row.line(), column)));
    ConsentReader.Reading reading = consent.read(raw);
    reading
        .told()
        .forEach(told -> warnings.add(new Warning(told.code(), row.line(), told.column())));
    Contact contact =
        new Contact(
            raw.getOrDefault("id", ""),
            email,
            fields,
            joined,
            values("tags", raw),
            values("lists", raw),
            custom,
            reading.consent());
    return new Parsed.Accepted<>(contact, warnings);
  }

  private static String address(String cell, Row row, List<Warning> warnings) {
    Emails.Reading.One one = (Emails.Reading.One) Emails.read(cell);
    if (one.repaired()) {
      warnings.add(new Warning(ADDRESS_REPAIRED, row.line(), "email"));
    }
    return one.address();
  }

  private List<String> values(String column, Map<String, String> raw) {
    String cell = raw.getOrDefault(column, "");
    return cell.isEmpty() ? List.of() : splitters.get(column).split(cell);
  }

  private String clean(String cell, Column column, Row row, List<Warning> warnings) {
    TextCleaner.Cleaned cleaned = cleaner.clean(cell);
    cleaned.told().forEach(code -> warnings.add(new Warning(code, row.line(), column.name())));
    if (cleaned.text().equalsIgnoreCase("N/A")) {
      boolean freeText = !column.known() || column.name().equals("notes");
      if (!freeText) {
        return ""; // Kartra's way to write that there is nothing.
      }
      // Somebody may have typed it: kept, and told.
      warnings.add(new Warning(NOT_AVAILABLE_KEPT, row.line(), column.name()));
    }
    return cleaned.text();
  }
}
