package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.Html;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The contacts and what makes each of them unique; additional addresses count as the first. */
final class ContactBook {
  private static final String EMAIL = "email";
  private static final String OTHERS = "hs_additional_emails";

  private final ObjectMapper json;
  private final PropertyRegistry properties;
  private final ConsentBook consent;
  private final InstantSource clock;
  private final Map<Long, Instant> modified = new HashMap<>();
  private final Map<Long, Map<String, String>> contacts = new TreeMap<>();
  private final Map<String, Long> byEmail = new HashMap<>();
  private final Map<String, Map<String, Long>> byUnique = new HashMap<>();
  private long nextId = 1001;

  ContactBook(
      ObjectMapper json, PropertyRegistry properties, ConsentBook consent, InstantSource clock) {
    this.clock = clock;
    this.json = json;
    this.properties = properties;
    this.consent = consent;
  }

  /** The ids with their values, by id. */
  Map<Long, Map<String, String>> all() {
    return Collections.unmodifiableMap(contacts);
  }

  /** By id where the property is empty, else by the value of a unique property. */
  Optional<Long> find(String property, String key) {
    if (property.isEmpty()) {
      return number(key).filter(contacts::containsKey);
    }
    String folded = key.toLowerCase(Locale.ROOT);
    return property.equals(EMAIL)
        ? Optional.ofNullable(byEmail.get(folded))
        : Optional.ofNullable(byUnique.getOrDefault(property, Map.of()).get(folded));
  }

  private static Optional<Long> number(String key) {
    try {
      return Optional.of(Long.valueOf(key));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A contact as a read answers it: the properties that were asked for, null where empty. */
  ObjectNode view(long id, JsonNode wanted) {
    ObjectNode record = json.createObjectNode();
    record.put("id", Long.toString(id));
    ObjectNode values = record.putObject("properties");
    for (JsonNode name : wanted) {
      String value = value(id, name.asText());
      values.put(name.asText(), value == null || value.isEmpty() ? null : value);
    }
    return record;
  }

  /** HubSpot's own properties follow from other things. */
  private String value(long id, String name) {
    return switch (name) {
      case "hs_email_optout" ->
          consent.refusedAll(contacts.get(id).getOrDefault(EMAIL, "")) ? "true" : null;
      case "lastmodifieddate" ->
          modified.getOrDefault(id, Instant.EPOCH).truncatedTo(ChronoUnit.MILLIS).toString();
      default -> contacts.get(id).get(name);
    };
  }

  /** Something about a contact was changed that is no property of its own. */
  void touch(String email) {
    find(EMAIL, email).ifPresent(id -> modified.put(id, clock.instant()));
  }

  /** The contact that holds a unique value, or null. */
  Long holder(String name, String value) {
    if (value.isEmpty() || !(name.equals(EMAIL) || properties.unique(name))) {
      return null;
    }
    return find(name, value).orElse(null);
  }

  void set(long id, String name, String value) {
    modified.put(id, clock.instant());
    Map<String, String> values = contacts.get(id);
    String before = values.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    String folded = value.toLowerCase(Locale.ROOT);
    if (name.equals(EMAIL)) {
      byEmail.remove(before, id);
      if (!folded.isEmpty()) {
        byEmail.put(folded, id);
      }
    } else if (name.equals(OTHERS)) {
      for (String other : before.split(";", -1)) {
        byEmail.remove(other.strip(), id);
      }
      for (String other : folded.split(";", -1)) {
        if (!other.isBlank()) {
          byEmail.put(other.strip(), id);
        }
      }
    } else if (properties.unique(name)) {
      Map<String, Long> index = byUnique.computeIfAbsent(name, n -> new HashMap<>());
      index.remove(before, id);
      if (!folded.isEmpty()) {
        index.put(folded, id);
      }
    }
    if (value.isEmpty()) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  void remove(long id) {
    Map<String, String> gone = contacts.get(id);
    consent.forget(gone.getOrDefault(EMAIL, "").toLowerCase(Locale.ROOT));
    List.copyOf(gone.keySet()).forEach(name -> set(id, name, ""));
    contacts.remove(id);
    modified.remove(id);
  }

  /** Adds a contact as a person or another tool would. */
  long add(Map<String, String> values) {
    long id = nextId++;
    contacts.put(id, new TreeMap<>());
    modified.put(id, clock.instant());
    values.forEach((name, value) -> set(id, name, value));
    return id;
  }

  boolean edit(String email, String field, String value) {
    Optional<Long> id = find(EMAIL, email);
    id.ifPresent(i -> set(i, field, value));
    return id.isPresent();
  }

  boolean knows(String id) {
    return find("", id).isPresent();
  }

  boolean knowsEmail(String email) {
    return find(EMAIL, email).isPresent();
  }

  String emailOf(String id) {
    return contacts.get(Long.parseLong(id)).getOrDefault(EMAIL, id);
  }

  /** Takes a property away: its values go with it. */
  void forget(String property) {
    contacts.values().forEach(values -> values.remove(property));
    byUnique.remove(property);
  }

  int size() {
    return contacts.size();
  }

  JsonNode keep() {
    ObjectNode kept = json.createObjectNode().put("nextId", nextId);
    kept.set("contacts", dump());
    return kept;
  }

  void restore(JsonNode kept) {
    contacts.clear();
    byEmail.clear();
    byUnique.clear();
    for (Map.Entry<String, JsonNode> contact : kept.path("contacts").properties()) {
      long id = Long.parseLong(contact.getKey());
      contacts.put(id, new TreeMap<>());
      contact.getValue().properties().forEach(v -> set(id, v.getKey(), v.getValue().asText()));
    }
    nextId = kept.path("nextId").asLong();
  }

  JsonNode dump() {
    ObjectNode dump = json.createObjectNode();
    contacts.forEach(
        (id, values) -> {
          ObjectNode contact = dump.putObject(Long.toString(id));
          values.forEach(contact::put);
        });
    return dump;
  }

  String page() {
    List<List<String>> rows = new ArrayList<>();
    contacts.entrySet().stream()
        .skip(Math.max(0, contacts.size() - 20))
        .forEach(
            c ->
                rows.add(
                    List.of(
                        Long.toString(c.getKey()),
                        c.getValue().getOrDefault(EMAIL, ""),
                        c.getValue().getOrDefault("firstname", ""),
                        c.getValue().getOrDefault("lastname", ""),
                        c.getValue().getOrDefault("kartra_tags", ""),
                        consent.summary(c.getValue().getOrDefault(EMAIL, "")))));
    Collections.reverse(rows);
    if (rows.isEmpty()) {
      return "<h2>Contacts</h2><p>None yet.</p>";
    }
    String shown =
        contacts.size() > rows.size()
            ? "<p>The newest %d of %d.</p>".formatted(rows.size(), contacts.size())
            : "";
    return "<h2>Contacts</h2>"
        + shown
        + new Html(List.of("Id", "E-mail", "First name", "Last name", "Tags", "Consent"), rows)
            .table();
  }
}
