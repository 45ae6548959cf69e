package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.Html;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot.Errors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The contacts, with the rules that HubSpot enforces on batches. */
final class ContactBook {
  private static final int MOST_INPUTS = 100;
  private static final int MOST_FILTER_GROUPS = 5;
  private static final String EMAIL = "email";
  private static final String OTHERS = "hs_additional_emails";
  private static final String TRACE = "objectWriteTraceId";

  private final ObjectMapper json;
  private final Errors errors;
  private final PropertyRegistry properties;
  private final ConsentBook consent;
  private final Map<Long, Map<String, String>> contacts = new TreeMap<>();
  private final Map<String, Long> byEmail = new HashMap<>();
  private final Map<String, Map<String, Long>> byUnique = new HashMap<>();
  private final Random order = new Random(99);
  private long nextId = 1001;

  ContactBook(ObjectMapper json, Errors errors, PropertyRegistry properties, ConsentBook consent) {
    this.json = json;
    this.errors = errors;
    this.properties = properties;
    this.consent = consent;
  }

  /** A change that the rules refuse. */
  private record Refusal(String category, String message) {}

  ApiReply call(String method, String path, JsonNode body) {
    if (!method.equals("POST") || body == null) {
      return errors.reply(405, "METHOD_NOT_ALLOWED", "not supported here");
    }
    if (path.equals("/search")) {
      return search(body);
    }
    if (body.path("inputs").size() > MOST_INPUTS) {
      return errors.reply(
          400, "VALIDATION_ERROR", "The maximum number of inputs supported is " + MOST_INPUTS);
    }
    return switch (path) {
      case "/batch/read" -> read(body);
      case "/batch/create" -> create(body);
      case "/batch/update" -> update(body);
      case "/batch/archive" -> archive(body);
      default -> errors.reply(404, "OBJECT_NOT_FOUND", "no such path");
    };
  }

  private ApiReply read(JsonNode body) {
    String property = body.path("idProperty").asText("");
    List<ObjectNode> found = new ArrayList<>();
    ArrayNode missing = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      Optional<Long> id = find(property, input.path("id").asText());
      if (id.isPresent()) {
        found.add(view(id.get(), body.path("properties")));
      } else {
        missing.add(input.path("id").asText());
      }
    }
    ObjectNode answer = results(found);
    if (!missing.isEmpty()) {
      ObjectNode error = errors.body("OBJECT_NOT_FOUND", "Could not get some CONTACT objects");
      error.putObject("context").set("ids", missing);
      answer.put("numErrors", 1).putArray("errors").add(error);
    }
    return new ApiReply(missing.isEmpty() ? 200 : 207, answer);
  }

  private Optional<Long> find(String property, String key) {
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

  private ObjectNode view(long id, JsonNode wanted) {
    ObjectNode record = json.createObjectNode();
    record.put("id", Long.toString(id));
    ObjectNode values = record.putObject("properties");
    for (JsonNode name : wanted) {
      String value = contacts.get(id).get(name.asText());
      values.put(name.asText(), value == null || value.isEmpty() ? null : value);
    }
    return record;
  }

  private ObjectNode results(List<ObjectNode> records) {
    Collections.shuffle(records, order); // HubSpot promises no order.
    ObjectNode answer = json.createObjectNode().put("status", "COMPLETE");
    answer.putArray("results").addAll(records);
    return answer;
  }

  private ApiReply create(JsonNode body) {
    return write(body, true);
  }

  private ApiReply update(JsonNode body) {
    return write(body, false);
  }

  /** With a trace id on every input rows are judged alone; without, one bad row fails the batch. */
  private ApiReply write(JsonNode body, boolean create) {
    Optional<Refusal> doubled = doubled(body, create);
    if (doubled.isPresent()) {
      return errors.reply(400, doubled.get().category(), doubled.get().message());
    }
    boolean traced = true;
    for (JsonNode input : body.path("inputs")) {
      traced &= input.hasNonNull(TRACE);
    }
    List<ObjectNode> done = new ArrayList<>();
    ArrayNode failed = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      Optional<Refusal> refusal = refusal(input, create);
      if (refusal.isPresent() && !traced) {
        int status = refusal.get().category().equals("CONFLICT") ? 409 : 400;
        return errors.reply(status, refusal.get().category(), refusal.get().message());
      }
      if (refusal.isPresent()) {
        ObjectNode error = errors.body(refusal.get().category(), refusal.get().message());
        error.putObject("context").putArray(TRACE).add(input.path(TRACE).asText());
        failed.add(error);
      } else {
        done.add(apply(input, create));
      }
    }
    ObjectNode answer = results(done);
    if (!failed.isEmpty()) {
      answer.put("numErrors", failed.size()).set("errors", failed);
    }
    return new ApiReply(failed.isEmpty() ? (create ? 201 : 200) : 207, answer);
  }

  private static Optional<Refusal> doubled(JsonNode body, boolean create) {
    Set<String> seen = new HashSet<>();
    for (JsonNode input : body.path("inputs")) {
      String key =
          create
              ? input.path("properties").path(EMAIL).asText("").toLowerCase(Locale.ROOT)
              : input.path("id").asText();
      if (!key.isEmpty() && !seen.add(key)) {
        return Optional.of(new Refusal("VALIDATION_ERROR", "Duplicate IDs found in batch input"));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> refusal(JsonNode input, boolean create) {
    Long own = null;
    if (!create) {
      Optional<Long> id = find("", input.path("id").asText());
      if (id.isEmpty()) {
        return Optional.of(new Refusal("OBJECT_NOT_FOUND", "No contact with that ID"));
      }
      own = id.get();
    }
    for (Map.Entry<String, JsonNode> field : input.path("properties").properties()) {
      Optional<String> wrong = properties.wrong(field.getKey(), field.getValue().asText());
      if (wrong.isPresent()) {
        return Optional.of(new Refusal("VALIDATION_ERROR", wrong.get()));
      }
      Long holder = holder(field.getKey(), field.getValue().asText());
      if (holder != null && !holder.equals(own)) {
        return Optional.of(
            new Refusal("CONFLICT", "Contact already exists. Existing ID: " + holder));
      }
    }
    return Optional.empty();
  }

  /** The contact that holds a unique value, or null. */
  private Long holder(String name, String value) {
    if (value.isEmpty() || !(name.equals(EMAIL) || properties.unique(name))) {
      return null;
    }
    return find(name, value).orElse(null);
  }

  private ObjectNode apply(JsonNode input, boolean create) {
    long id = create ? nextId++ : Long.parseLong(input.path("id").asText());
    contacts.computeIfAbsent(id, i -> new TreeMap<>());
    input
        .path("properties")
        .properties()
        .forEach(field -> set(id, field.getKey(), field.getValue().asText("")));
    ObjectNode record = json.createObjectNode();
    record.put("id", Long.toString(id));
    record.set(TRACE, input.path(TRACE));
    ObjectNode values = record.putObject("properties");
    contacts.get(id).forEach(values::put);
    return record;
  }

  private void set(long id, String name, String value) {
    Map<String, String> values = contacts.get(id);
    String before = values.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    String folded = value.toLowerCase(Locale.ROOT);
    if (name.equals(EMAIL)) {
      byEmail.remove(before, id);
      if (!folded.isEmpty()) {
        byEmail.put(folded, id);
      }
    } else if (name.equals(OTHERS)) {
      for (String other : folded.split(";", -1)) {
        byEmail.put(other.strip(), id);
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

  private ApiReply archive(JsonNode body) {
    for (JsonNode input : body.path("inputs")) {
      find("", input.path("id").asText()).ifPresent(this::remove);
    }
    return new ApiReply(204, null);
  }

  private void remove(long id) {
    Map<String, String> gone = contacts.get(id);
    consent.forget(gone.getOrDefault(EMAIL, "").toLowerCase(Locale.ROOT));
    for (String other : gone.getOrDefault(OTHERS, "").toLowerCase(Locale.ROOT).split(";", -1)) {
      byEmail.remove(other.strip(), id);
    }
    List.copyOf(gone.keySet()).forEach(name -> set(id, name, ""));
    contacts.remove(id);
  }

  private ApiReply search(JsonNode body) {
    if (body.path("filterGroups").size() > MOST_FILTER_GROUPS) {
      return errors.reply(400, "VALIDATION_ERROR", "too many filterGroups");
    }
    List<ObjectNode> found = new ArrayList<>();
    int total = 0;
    for (Map.Entry<Long, Map<String, String>> contact : contacts.entrySet()) {
      boolean hit = false;
      for (JsonNode group : body.path("filterGroups")) {
        hit |= matches(contact.getValue(), group.path("filters").path(0));
      }
      if (hit) {
        total++;
        if (found.size() < body.path("limit").asInt(10)) {
          found.add(view(contact.getKey(), body.path("properties")));
        }
      }
    }
    ObjectNode answer = results(found);
    answer.put("total", total);
    return new ApiReply(200, answer);
  }

  private static boolean matches(Map<String, String> contact, JsonNode filter) {
    String value = contact.getOrDefault(filter.path("propertyName").asText(), "");
    if (filter.path("operator").asText().equals("HAS_PROPERTY")) {
      return !value.isEmpty();
    }
    Set<String> wanted = new HashSet<>();
    filter.path("values").forEach(one -> wanted.add(one.asText()));
    return List.of(value.split(";", -1)).stream().anyMatch(wanted::contains);
  }

  /** Adds a contact as a person or another tool would. */
  long add(Map<String, String> values) {
    long id = nextId++;
    contacts.put(id, new TreeMap<>());
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
                        c.getValue().getOrDefault("kartra_tags", ""))));
    Collections.reverse(rows);
    return "<h2>Newest contacts</h2>"
        + new Html(List.of("Id", "E-mail", "First name", "Last name", "Tags"), rows).table();
  }
}
