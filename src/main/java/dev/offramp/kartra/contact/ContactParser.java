package dev.offramp.kartra.contact;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.Warning;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.value.Countries;
import dev.offramp.kartra.value.Emails;
import dev.offramp.kartra.value.Phones;
import dev.offramp.kartra.value.Timestamps;
import dev.offramp.record.Contact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a contact of a row: cleans what can be cleaned, tells what was done, drops nothing. */
public final class ContactParser implements RowParser<Contact> {
  /** The most tags that a contact may have. */
  public static final int MAX_TAGS = 1000;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\uFFFE\\uFFFF]");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:[a-zA-Z]{2,8}|#\\d{1,7}|#x[0-9a-fA-F]{1,6});");

  private final ExportLayout layout;
  private final KartraSettings settings;
  private final Timestamps timestamps;
  private final Phones phones;
  private final Countries countries = new Countries();
  private final ConsentReader consent;
  private final Entities entities = new Entities();

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public ContactParser(ExportLayout layout, KartraSettings settings) {
    this.layout = layout;
    this.settings = settings;
    this.timestamps = new Timestamps(settings.zone(), settings.dayFirst());
    this.phones = new Phones(settings.phoneRegion());
    this.consent = new ConsentReader(settings);
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
        custom.put(column.name(), split(column.name(), value));
      }
    }
    Optional<Parsed<Contact>> rejection = rejection(raw);
    return rejection.orElseGet(() -> accepted(raw, custom, row, warnings));
  }

  private Optional<Parsed<Contact>> rejection(Map<String, String> raw) {
    String email = raw.getOrDefault("email", "");
    if (email.isEmpty() && raw.getOrDefault("id", "").isEmpty()) {
      return rejected("OFF-1201", "email", "The row has neither an e-mail address nor an id.");
    }
    if (email.isEmpty()) {
      return rejected("OFF-1201", "email", "The row has no e-mail address.");
    }
    if (!Emails.isValid(email)) {
      return rejected("OFF-1202", "email", "The e-mail address is not one. Correct it.");
    }
    int tags = split("tags", raw.getOrDefault("tags", "")).size();
    if (tags > MAX_TAGS) {
      return rejected(
          "OFF-1203", "tags", "The contact has %d tags; the most is %d.".formatted(tags, MAX_TAGS));
    }
    return Optional.empty();
  }

  private static Optional<Parsed<Contact>> rejected(String code, String column, String message) {
    return Optional.of(new Parsed.Rejected<>(code, column, message));
  }

  private Parsed<Contact> accepted(
      Map<String, String> raw, Map<String, List<String>> custom, Row row, List<Warning> warnings) {
    Map<String, String> fields = new LinkedHashMap<>();
    raw.forEach(
        (name, value) -> {
          if (!value.isEmpty() && !name.equals("tags") && !name.equals("lists")) {
            fields.put(name, value);
          }
        });
    phone(fields, row, warnings);
    country(fields, row, warnings);
    fullName(fields);
    Optional<Instant> joined = joined(fields, row, warnings);
    Contact contact =
        new Contact(
            raw.getOrDefault("id", ""),
            raw.get("email"),
            fields,
            joined,
            split("tags", raw.getOrDefault("tags", "")),
            split("lists", raw.getOrDefault("lists", "")),
            custom,
            consent.read(raw));
    return new Parsed.Accepted<>(contact, warnings);
  }

  private String clean(String cell, Column column, Row row, List<Warning> warnings) {
    String value = cell.strip();
    if (value.isEmpty()) {
      return "";
    }
    if (column.known() && value.equals("N/A") && !column.name().equals("notes")) {
      return "";
    }
    if (hasControl(value)) {
      warnings.add(new Warning("OFF-1204", row.line(), column.name()));
      value = CONTROL.matcher(value.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }
    if (value.indexOf('&') >= 0 && ENTITY.matcher(value).find()) {
      warnings.add(new Warning("OFF-1205", row.line(), column.name()));
      value = settings.decodeEntities() ? entities.decode(value) : value;
    }
    return value;
  }

  /** Whether {@link #CONTROL} finds something; a loop, since it sees every character of a file. */
  private static boolean hasControl(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean low = c < ' ' && c != '\n' && c != '\t';
      if (low || (c >= '\u007F' && c <= '\u009F') || c >= '\uFFFE') {
        return true;
      }
    }
    return false;
  }

  private void phone(Map<String, String> fields, Row row, List<Warning> warnings) {
    String phone = fields.getOrDefault("phone", "");
    String code = fields.getOrDefault("phone_country_code", "");
    if (phone.isEmpty()) {
      return;
    }
    Optional<String> number = phones.e164(code, phone);
    if (number.isEmpty()) {
      warnings.add(new Warning("OFF-1206", row.line(), "phone"));
      return; // Kept as it stands: a person may still read it.
    }
    fields.put("phone", number.get());
  }

  private void country(Map<String, String> fields, Row row, List<Warning> warnings) {
    String text = fields.getOrDefault("country", "");
    if (text.isEmpty()) {
      return;
    }
    Optional<String> name = countries.name(text);
    if (name.isEmpty()) {
      warnings.add(new Warning("OFF-1207", row.line(), "country"));
    }
    name.ifPresent(n -> fields.put("country", n));
  }

  /** One column for the whole name: its last word is the surname, as destinations want two. */
  private static void fullName(Map<String, String> fields) {
    String full = fields.remove("full_name");
    if (full == null || fields.containsKey("first_name") || fields.containsKey("last_name")) {
      return;
    }
    int space = full.lastIndexOf(' ');
    fields.put("first_name", space < 0 ? full : full.substring(0, space).strip());
    if (space >= 0) {
      fields.put("last_name", full.substring(space + 1));
    }
  }

  private Optional<Instant> joined(Map<String, String> fields, Row row, List<Warning> warnings) {
    String text = fields.getOrDefault("date_joined", "");
    if (Timestamps.isNone(text)) {
      fields.remove("date_joined");
      return Optional.empty();
    }
    Optional<Instant> moment = timestamps.parse(text);
    if (moment.isEmpty()) {
      warnings.add(new Warning("OFF-1208", row.line(), "date_joined"));
    }
    return moment;
  }

  private List<String> split(String column, String cell) {
    String separator = settings.separators().get(column);
    if (cell.isEmpty()) {
      return List.of();
    }
    if (separator == null || separator.isEmpty()) {
      return List.of(cell);
    }
    Set<String> pieces = new LinkedHashSet<>();
    for (String piece : cell.split(Pattern.quote(separator), -1)) {
      if (!piece.isBlank()) {
        pieces.add(piece.strip());
      }
    }
    return List.copyOf(pieces);
  }
}
