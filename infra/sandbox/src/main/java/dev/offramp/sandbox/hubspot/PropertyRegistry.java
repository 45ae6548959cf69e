package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.Html;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot.Errors;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The contact properties and their groups, and what values they take. A property that is deleted
 * frees its name at once, which HubSpot's pages do not promise; what if it does not is a case of
 * the adapter's tests.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
 */
final class PropertyRegistry {
  private static final int LONGEST = 65_536;
  private static final String GROUPS = "/groups";
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final List<String> DEFAULTS =
      List.of(
          "email",
          "hs_additional_emails",
          "firstname",
          "lastname",
          "phone",
          "company",
          "address",
          "city",
          "state",
          "zip",
          "country",
          "website",
          "lifecyclestage");
  private static final List<String> NEEDED =
      List.of("name", "label", "type", "fieldType", "groupName");

  private final ObjectMapper json;
  private final Errors errors;
  private final Map<String, ObjectNode> properties = new TreeMap<>();
  private final Set<String> groups = new TreeSet<>(Set.of("contactinformation"));

  PropertyRegistry(ObjectMapper json, Errors errors) {
    this.json = json;
    this.errors = errors;
    for (String name : DEFAULTS) {
      ObjectNode property = json.createObjectNode();
      property.put("name", name).put("label", name).put("type", "string");
      property.put("fieldType", "text").put("groupName", "contactinformation");
      property.put("hubspotDefined", true);
      properties.put(name, property);
    }
  }

  ApiReply call(String method, String path, JsonNode body, ContactBook contacts) {
    if (path.startsWith(GROUPS)) {
      return groups(method, path.substring(GROUPS.length()), body);
    }
    if (path.isEmpty()) {
      return method.equals("GET") ? list() : create(body);
    }
    String name = path.substring(1);
    ObjectNode property = properties.get(name);
    if (property == null) {
      return errors.reply(404, "OBJECT_NOT_FOUND", "Property \"" + name + "\" does not exist");
    }
    return switch (method) {
      case "GET" -> new ApiReply(200, property);
      case "PATCH" -> change(property, body);
      case "DELETE" -> {
        properties.remove(name);
        contacts.forget(name);
        yield new ApiReply(204, null);
      }
      default -> errors.reply(405, "METHOD_NOT_ALLOWED", "not supported here");
    };
  }

  private ApiReply list() {
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("results");
    properties.values().forEach(results::add);
    return new ApiReply(200, answer);
  }

  private ApiReply create(JsonNode body) {
    for (String needed : NEEDED) {
      if (!body.hasNonNull(needed)) {
        return errors.reply(400, "VALIDATION_ERROR", "Missing required field: " + needed);
      }
    }
    String name = body.path("name").asText();
    if (!name.matches("[a-z][a-z0-9_]{0,99}")) {
      return errors.reply(400, "VALIDATION_ERROR", "Property name is not valid");
    }
    if (properties.containsKey(name)) {
      return errors.reply(
          409, "OBJECT_ALREADY_EXISTS", "A property named '" + name + "' already exists.");
    }
    if (!groups.contains(body.path("groupName").asText())) {
      return errors.reply(400, "VALIDATION_ERROR", "Property group does not exist");
    }
    if (body.path("type").asText().equals("enumeration") && body.path("options").isEmpty()) {
      return errors.reply(400, "VALIDATION_ERROR", "Options are required for enumerations");
    }
    properties.put(name, (ObjectNode) body.deepCopy());
    return new ApiReply(201, body);
  }

  /** Name, type and uniqueness stay as they were made. */
  private ApiReply change(ObjectNode property, JsonNode body) {
    for (String fixed : List.of("name", "hasUniqueValue")) {
      if (body.has(fixed) && !body.path(fixed).equals(property.path(fixed))) {
        return errors.reply(400, "VALIDATION_ERROR", fixed + " cannot be changed");
      }
    }
    body.properties().forEach(field -> property.set(field.getKey(), field.getValue()));
    return new ApiReply(200, property);
  }

  private ApiReply groups(String method, String path, JsonNode body) {
    String name = path.isEmpty() ? body.path("name").asText() : path.substring(1);
    switch (method) {
      case "GET" -> {
        return groups.contains(name)
            ? new ApiReply(200, json.createObjectNode().put("name", name))
            : errors.reply(404, "OBJECT_NOT_FOUND", "Property group does not exist");
      }
      case "POST" -> {
        return groups.add(name)
            ? new ApiReply(201, body)
            : errors.reply(409, "OBJECT_ALREADY_EXISTS", "Property group exists");
      }
      case "DELETE" -> {
        boolean used =
            properties.values().stream().anyMatch(p -> p.path("groupName").asText().equals(name));
        if (used) {
          return errors.reply(400, "VALIDATION_ERROR", "Property group is not empty");
        }
        groups.remove(name);
        return new ApiReply(204, null);
      }
      default -> {
        return errors.reply(405, "METHOD_NOT_ALLOWED", "not supported here");
      }
    }
  }

  boolean unique(String name) {
    ObjectNode property = properties.get(name);
    return property != null && property.path("hasUniqueValue").asBoolean();
  }

  /**
   * What is wrong with a change.
   *
   * @param category HubSpot's kind of error
   * @param code HubSpot's code, or empty
   * @param property the property that it is about, or empty
   * @param message in words
   */
  record Wrong(String category, String code, String property, String message) {
    static Optional<Wrong> value(String code, String property, String message) {
      return Optional.of(new Wrong("VALIDATION_ERROR", code, property, message));
    }
  }

  /** What is wrong with a value, if anything. */
  Optional<Wrong> wrong(String name, String value) {
    ObjectNode property = properties.get(name);
    String quoted = "Property \"" + name + "\" ";
    if (property == null) {
      return Wrong.value("PROPERTY_DOESNT_EXIST", name, quoted + "does not exist");
    }
    if (value.length() > LONGEST) {
      return Wrong.value("INVALID_LENGTH", name, quoted + "is too long");
    }
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals("email") && !EMAIL.matcher(value).matches()) {
      return Wrong.value("INVALID_EMAIL", name, "Email address is invalid");
    }
    boolean fits =
        switch (property.path("type").asText()) {
          case "enumeration" -> isOption(property, value);
          case "datetime" -> isMoment(value);
          case "number" -> value.matches("-?\\d+(\\.\\d+)?");
          default -> true;
        };
    return switch (property.path("type").asText()) {
      case "enumeration" ->
          fits
              ? Optional.empty()
              : Wrong.value("INVALID_OPTION", name, quoted + "was not one of the allowed options");
      case "datetime" ->
          fits ? Optional.empty() : Wrong.value("INVALID_DATE", name, quoted + "is not a date");
      default ->
          fits ? Optional.empty() : Wrong.value("INVALID_NUMBER", name, quoted + "is no number");
    };
  }

  private static boolean isOption(ObjectNode property, String value) {
    Set<String> options = new HashSet<>();
    property.path("options").forEach(option -> options.add(option.path("value").asText()));
    boolean several = property.path("fieldType").asText().equals("checkbox");
    return options.containsAll(List.of(several ? value.split(";", -1) : new String[] {value}));
  }

  private static boolean isMoment(String value) {
    try {
      return value.matches("\\d+") || Instant.parse(value) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The properties that did not come with the account. */
  String page() {
    List<List<String>> rows = new ArrayList<>();
    properties.forEach(
        (name, property) -> {
          if (!property.path("hubspotDefined").asBoolean()) {
            String options = Integer.toString(property.path("options").size());
            boolean choice = property.path("type").asText().equals("enumeration");
            rows.add(
                List.of(
                    name,
                    property.path("label").asText(),
                    property.path("type").asText() + (unique(name) ? ", unique" : ""),
                    choice ? options : ""));
          }
        });
    if (rows.isEmpty()) {
      return "<h2>Own properties</h2><p>None yet.</p>";
    }
    return "<h2>Own properties</h2>"
        + new Html(List.of("Property", "Label", "Type", "Options"), rows).table();
  }

  JsonNode keep() {
    ObjectNode kept = json.createObjectNode();
    properties.values().forEach(kept.putArray("properties")::add);
    groups.forEach(kept.putArray("groups")::add);
    return kept;
  }

  void restore(JsonNode kept) {
    properties.clear();
    for (JsonNode property : kept.path("properties")) {
      properties.put(property.path("name").asText(), property.deepCopy());
    }
    groups.clear();
    kept.path("groups").forEach(group -> groups.add(group.asText()));
  }

  JsonNode dump() {
    ObjectNode dump = json.createObjectNode();
    properties.forEach(
        (name, property) -> {
          if (!property.path("hubspotDefined").asBoolean()) {
            dump.set(name, property);
          }
        });
    groups.forEach(dump.putArray(" groups")::add);
    return dump;
  }
}
