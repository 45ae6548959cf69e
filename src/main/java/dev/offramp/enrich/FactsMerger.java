package dev.offramp.enrich;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.Row;
import dev.offramp.plan.EnrichTags;
import dev.offramp.plan.EnrichedRules;
import dev.offramp.record.Contact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Joins a contact of a file with what Kartra's API knows of it. The file wins wherever it says
 * something; the API fills what is empty, adds what no file holds, and can make consent stricter.
 */
public final class FactsMerger {
  private static final List<String> NAMES = names();
  private static final Map<String, String> API_NAMES =
      Map.of("time_zone", "lead_preferred_time_zone");

  private final ContactParser parser;
  private final CustomFieldMerger custom;
  private final EnrichTags tags;

  /**
   * Takes how the file is read.
   *
   * @param settings zone, country of phones and the like: the API's values are cleaned alike
   * @param custom where custom fields go
   * @param tags how memberships and sequences are named
   */
  public FactsMerger(KartraSettings settings, CustomFieldMerger custom, EnrichTags tags) {
    List<Column> columns = new ArrayList<>();
    for (String name : NAMES) {
      columns.add(new Column(columns.size(), name, name, true, ""));
    }
    Dialect none = new Dialect("UTF-8", ',', 0, 1, columns.size());
    this.parser =
        new ContactParser(
            new ExportLayout(ExportKind.CONTACTS, none, columns),
            settings.withSeparators(Map.of()));
    this.custom = custom;
    this.tags = tags;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("id", "email", "status"));
    names.addAll(EnrichedRules.STANDARD);
    return List.copyOf(names);
  }

  /** The contact with the facts; as it is where there are none. */
  public Contact merged(Contact contact, EnrichedRow row) {
    if (row.facts() == null) {
      return ConsentMerger.without(contact, row.code());
    }
    Optional<Contact> cleaned = cleaned(contact, row.facts());
    Map<String, String> fields = new LinkedHashMap<>(contact.fields());
    cleaned.ifPresent(c -> c.fields().forEach(fields::putIfAbsent));
    Optional<Instant> joined = contact.dateJoined().or(() -> cleaned.flatMap(Contact::dateJoined));
    Map<String, List<String>> customFields = new LinkedHashMap<>(contact.customFields());
    custom.merge(customFields, row.facts());
    Histories.add(customFields, row.facts());
    return new Contact(
        contact.kartraId(),
        contact.email(),
        fields,
        joined,
        tags(contact, row.facts()),
        lists(contact, row.facts()),
        customFields,
        cleaned.map(c -> ConsentMerger.merged(contact, c, row.facts())).orElse(contact.consent()));
  }

  /** The API's values as a row of a file would give them, beside what the file says of consent. */
  private Optional<Contact> cleaned(Contact contact, LeadDetails facts) {
    List<String> values = new ArrayList<>();
    for (String name : NAMES) {
      values.add(
          switch (name) {
            case "id" -> contact.kartraId();
            case "email" -> contact.email();
            case "status" -> contact.field("status");
            case "blacklisted" ->
                facts.field(name).equals("0") || facts.field(name).isEmpty()
                    ? contact.field(name)
                    : facts.field(name);
            default -> facts.field(API_NAMES.getOrDefault(name, name));
          });
    }
    Parsed<Contact> parsed = parser.parse(new Row(0, 0, values, List.of()));
    return parsed instanceof Parsed.Accepted<Contact> accepted
        ? Optional.of(accepted.value())
        : Optional.empty();
  }

  private List<String> tags(Contact contact, LeadDetails facts) {
    Set<String> all = new LinkedHashSet<>(contact.tags());
    all.addAll(facts.tags());
    facts.memberships().stream()
        .filter(LeadDetails.Membership::active)
        .forEach(m -> all.add(tags.membership(m.name(), m.level())));
    facts.sequences().stream()
        .filter(LeadDetails.SequenceStep::active)
        .forEach(s -> all.add(tags.sequence(s.name(), s.step())));
    all.remove("");
    return List.copyOf(all);
  }

  /** Nobody is put on a list that the person has left, whatever the file says. */
  private static List<String> lists(Contact contact, LeadDetails facts) {
    Set<String> left =
        facts.lists().stream()
            .filter(list -> !list.active())
            .map(list -> plain(list.name()))
            .collect(Collectors.toSet());
    Set<String> all = new LinkedHashSet<>(contact.lists());
    facts.lists().forEach(list -> all.add(list.name()));
    all.removeIf(name -> left.contains(plain(name)));
    return List.copyOf(all);
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
