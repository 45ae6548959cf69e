package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.Html;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot.Errors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lists whose members are set by hand. The path is the raw one: a name in it is escaped.
 *
 * <p>Source: https://developers.hubspot.com/docs/guides/api/crm/lists/overview
 */
final class ListBook {
  private static final String BY_NAME = "/object-type-id/0-1/name/";
  private static final String MEMBERSHIPS = "/memberships";
  private static final int MOST_MEMBERS = 250;

  private final ObjectMapper json;
  private final Errors errors;
  private final ContactBook contacts;
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, Set<String>> members = new TreeMap<>();
  private int nextId = 1;

  ListBook(ObjectMapper json, Errors errors, ContactBook contacts) {
    this.json = json;
    this.errors = errors;
    this.contacts = contacts;
  }

  ApiReply call(String method, String path, String query, JsonNode body) {
    if (path.isEmpty() && method.equals("POST")) {
      return create(body);
    }
    if (path.startsWith(BY_NAME)) {
      return byName(URLDecoder.decode(path.substring(BY_NAME.length()), StandardCharsets.UTF_8));
    }
    if (path.equals("/records/memberships/batch/read")) {
      return membershipsOf(body);
    }
    String[] parts = path.split("/", -1);
    if (parts.length < 2 || !names.containsKey(parts[1])) {
      return errors.reply(404, "OBJECT_NOT_FOUND", "List does not exist");
    }
    String rest = path.substring(parts[1].length() + 1);
    if (method.equals("PUT") && !body.isArray()) {
      return errors.reply(400, "VALIDATION_ERROR", "Invalid input JSON");
    }
    return switch (method + rest) {
      case "DELETE" -> {
        names.remove(parts[1]);
        members.remove(parts[1]);
        yield new ApiReply(204, null);
      }
      case "GET" -> new ApiReply(200, view(parts[1]));
      case "GET" + MEMBERSHIPS -> memberPage(parts[1], query);
      case "PUT" + MEMBERSHIPS + "/add" -> add(parts[1], body);
      case "PUT" + MEMBERSHIPS + "/remove" -> remove(parts[1], body);
      default -> errors.reply(405, "METHOD_NOT_ALLOWED", "not supported here");
    };
  }

  private ApiReply create(JsonNode body) {
    String name = body.path("name").asText();
    if (names.containsValue(name)) {
      return errors.reply(400, "VALIDATION_ERROR", "A list with that name already exists");
    }
    if (name.isBlank() || !body.path("objectTypeId").asText().equals("0-1")) {
      return errors.reply(400, "VALIDATION_ERROR", "name and objectTypeId are required");
    }
    if (!body.path("processingType").asText().equals("MANUAL")) {
      return errors.reply(400, "VALIDATION_ERROR", "processingType");
    }
    String id = Integer.toString(nextId++);
    names.put(id, name);
    members.put(id, new TreeSet<>());
    return new ApiReply(200, view(id));
  }

  private ObjectNode view(String id) {
    ObjectNode answer = json.createObjectNode();
    answer
        .putObject("list")
        .put("listId", id)
        .put("name", names.get(id))
        .put("objectTypeId", "0-1")
        .put("processingType", "MANUAL");
    return answer;
  }

  private ApiReply byName(String name) {
    for (Map.Entry<String, String> list : names.entrySet()) {
      if (list.getValue().equals(name)) {
        return new ApiReply(200, view(list.getKey()));
      }
    }
    return errors.reply(404, "OBJECT_NOT_FOUND", "List does not exist");
  }

  private Set<String> current(String id) {
    members.get(id).removeIf(record -> !contacts.knows(record));
    return members.get(id);
  }

  /** In the order of the ids; the place where the next page begins is the last id of this one. */
  private ApiReply memberPage(String id, String query) {
    int limit = Integer.parseInt(parameter(query, "limit", "100"));
    if (limit > MOST_MEMBERS) {
      return errors.reply(400, "VALIDATION_ERROR", "limit");
    }
    String after = parameter(query, "after", "");
    List<String> rest =
        current(id).stream().filter(r -> r.compareTo(after) > 0).limit(limit + 1L).toList();
    List<String> page = rest.subList(0, Math.min(limit, rest.size()));
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("results");
    page.forEach(r -> results.addObject().put("recordId", r));
    if (rest.size() > limit) {
      answer.putObject("paging").putObject("next").put("after", page.get(limit - 1));
    }
    return new ApiReply(200, answer);
  }

  private static String parameter(String query, String name, String without) {
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return without;
  }

  private ApiReply add(String id, JsonNode body) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode added = answer.putArray("recordsIdsAdded");
    ArrayNode missing = answer.putArray("recordIdsMissing");
    Set<String> current = current(id);
    for (JsonNode record : body) {
      if (!contacts.knows(record.asText())) {
        missing.add(record.asText());
      } else if (current.add(record.asText())) {
        added.add(record.asText());
      }
    }
    return new ApiReply(200, answer);
  }

  private ApiReply remove(String id, JsonNode body) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode removed = answer.putArray("recordIdsRemoved");
    Set<String> current = current(id);
    for (JsonNode record : body) {
      if (current.remove(record.asText())) {
        removed.add(record.asText());
      }
    }
    return new ApiReply(200, answer);
  }

  private ApiReply membershipsOf(JsonNode body) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("results");
    Map<String, Set<String>> all = new TreeMap<>();
    names.keySet().forEach(id -> all.put(id, current(id)));
    for (JsonNode input : body.path("inputs")) {
      String record = input.path("recordId").asText();
      ObjectNode result = results.addObject();
      result.put("recordId", record).put("objectTypeId", "0-1");
      ArrayNode lists = result.putArray("recordListMemberships");
      all.forEach(
          (id, current) -> {
            if (current.contains(record)) {
              lists.addObject().put("listId", id);
            }
          });
    }
    return new ApiReply(200, answer);
  }

  JsonNode keep() {
    ObjectNode kept = json.createObjectNode().put("nextId", nextId);
    ArrayNode lists = kept.putArray("lists");
    names.forEach(
        (id, name) -> {
          ArrayNode records = lists.addObject().put("id", id).put("name", name).putArray("members");
          members.get(id).forEach(records::add);
        });
    return kept;
  }

  void restore(JsonNode kept) {
    names.clear();
    members.clear();
    for (JsonNode list : kept.path("lists")) {
      String id = list.path("id").asText();
      names.put(id, list.path("name").asText());
      members.put(id, new TreeSet<>());
      list.path("members").forEach(record -> members.get(id).add(record.asText()));
    }
    nextId = kept.path("nextId").asInt();
  }

  JsonNode dump() {
    ObjectNode dump = json.createObjectNode();
    Map<String, Set<String>> byName = new TreeMap<>();
    names.forEach(
        (id, name) -> {
          Set<String> emails = new TreeSet<>();
          current(id).forEach(record -> emails.add(contacts.emailOf(record)));
          byName.put(name, emails);
        });
    byName.forEach((name, emails) -> emails.forEach(dump.putArray(name)::add));
    return dump;
  }

  String page() {
    List<List<String>> rows = new ArrayList<>();
    names.forEach((id, name) -> rows.add(List.of(name, Integer.toString(current(id).size()))));
    if (rows.isEmpty()) {
      return "<h2>Lists</h2><p>None yet.</p>";
    }
    return "<h2>Lists</h2>" + new Html(List.of("List", "Members"), rows).table();
  }
}
