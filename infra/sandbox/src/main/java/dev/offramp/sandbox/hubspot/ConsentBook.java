package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * E-mail subscription statuses, by address. A refusal gives way to a resubscription only, or to
 * silence. Decided the strict way, as no page says so: an address without a contact is refused, a
 * batch has at most 100 inputs, and what is recorded goes with the contact.
 *
 * <p>Source:
 * https://developers.hubspot.com/docs/api-reference/communication-preferences-subscriptions-v4/guide
 */
final class ConsentBook {
  private static final Map<String, String> DEFINITIONS =
      new TreeMap<>(Map.of("11", "Marketing Information", "12", "One to One"));
  private static final int MOST_INPUTS = 100;
  private static final String NONE = "NOT_SPECIFIED";
  private static final String OUT = "UNSUBSCRIBED";
  private static final String IN = "SUBSCRIBED";

  private final ObjectMapper json;
  private final Map<String, Map<String, String>> statuses = new TreeMap<>();

  ConsentBook(ObjectMapper json) {
    this.json = json;
  }

  ApiReply call(String method, String path, JsonNode body, ContactBook contacts) {
    if (body.path("inputs").size() > MOST_INPUTS) {
      return new ApiReply(400, json.createObjectNode().put("message", "too many inputs"));
    }
    return switch (method + path) {
      case "GET/definitions" -> definitions();
      case "POST/statuses/batch/read" -> read(body);
      case "POST/statuses/batch/unsubscribe-all" -> unsubscribeAll(body, contacts);
      case "POST/statuses/batch/write" -> write(body, contacts);
      case "POST/resubscribe" -> resubscribe(body);
      default -> new ApiReply(404, json.createObjectNode().put("message", "no such path"));
    };
  }

  private ApiReply definitions() {
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("results");
    DEFINITIONS.forEach(
        (id, name) -> results.addObject().put("id", id).put("name", name).put("isActive", true));
    return new ApiReply(200, answer);
  }

  private ApiReply read(JsonNode body) {
    ObjectNode answer = json.createObjectNode();
    ArrayNode results = answer.putArray("results");
    for (JsonNode input : body.path("inputs")) {
      ObjectNode result = results.addObject();
      result.put("subscriberIdString", input.asText());
      ArrayNode all = result.putArray("statuses");
      DEFINITIONS
          .keySet()
          .forEach(
              id ->
                  all.addObject()
                      .put("subscriptionId", Long.parseLong(id))
                      .put("status", status(input.asText(), id)));
    }
    return new ApiReply(200, answer);
  }

  private String status(String email, String id) {
    return statuses.getOrDefault(email.toLowerCase(Locale.ROOT), Map.of()).getOrDefault(id, NONE);
  }

  void set(String email, String id, String status) {
    String address = email.toLowerCase(Locale.ROOT);
    Map<String, String> mine = statuses.computeIfAbsent(address, e -> new TreeMap<>());
    mine.put(id, status);
    mine.values().removeIf(value -> value.equals(NONE));
    if (mine.isEmpty()) {
      statuses.remove(address);
    }
  }

  private ApiReply unsubscribeAll(JsonNode body, ContactBook contacts) {
    ObjectNode answer = json.createObjectNode().put("status", "COMPLETE");
    ArrayNode results = answer.putArray("results");
    ArrayNode errors = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      if (contacts.knowsEmail(input.asText())) {
        DEFINITIONS.keySet().forEach(id -> set(input.asText(), id, OUT));
        contacts.touch(input.asText());
        results.addObject().put("subscriberIdString", input.asText());
      } else {
        refuse(errors, input.asText(), "There is no such subscriber");
      }
    }
    return new ApiReply(errors.isEmpty() ? 200 : 207, with(answer, errors));
  }

  private static ObjectNode with(ObjectNode answer, ArrayNode errors) {
    if (!errors.isEmpty()) {
      answer.put("numErrors", errors.size()).set("errors", errors);
    }
    return answer;
  }

  private static void refuse(ArrayNode errors, String email, String message) {
    ObjectNode error = errors.addObject();
    error.put("status", "error").put("category", "VALIDATION_ERROR").put("message", message);
    error.putObject("context").putArray("subscriberIdString").add(email);
  }

  private ApiReply write(JsonNode body, ContactBook contacts) {
    ArrayNode errors = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      String email = input.path("subscriberIdString").asText();
      String id = input.path("subscriptionId").asText();
      String wanted = input.path("statusState").asText();
      if (!DEFINITIONS.containsKey(id) || !Set.of(IN, OUT, NONE).contains(wanted)) {
        refuse(errors, email, "There is no such subscription or state");
      } else if (!contacts.knowsEmail(email)) {
        refuse(errors, email, "There is no such subscriber");
      } else if (wanted.equals(IN) && status(email, id).equals(OUT)) {
        refuse(errors, email, "The subscriber has opted out");
      } else {
        set(email, id, wanted);
      }
    }
    ObjectNode answer = json.createObjectNode().put("status", "COMPLETE");
    return new ApiReply(errors.isEmpty() ? 200 : 207, with(answer, errors));
  }

  private ApiReply resubscribe(JsonNode body) {
    set(body.path("subscriberIdString").asText(), body.path("subscriptionId").asText(), IN);
    return new ApiReply(200, json.createObjectNode());
  }

  /** What is recorded goes with the contact. */
  void forget(String email) {
    statuses.remove(email);
  }

  /** Whether an address is unsubscribed from everything. */
  boolean refusedAll(String email) {
    return DEFINITIONS.keySet().stream().allMatch(id -> status(email, id).equals(OUT));
  }

  /** What a person is to be told about an address: a refusal of anything counts. */
  String summary(String email) {
    Map<String, String> mine = statuses.getOrDefault(email.toLowerCase(Locale.ROOT), Map.of());
    if (mine.containsValue(OUT)) {
      return "opted out";
    }
    return mine.containsValue(IN) ? "subscribed" : "";
  }

  void restore(JsonNode kept) {
    statuses.clear();
    for (Map.Entry<String, JsonNode> mine : kept.properties()) {
      mine.getValue()
          .properties()
          .forEach(s -> set(mine.getKey(), s.getKey(), s.getValue().asText()));
    }
  }

  JsonNode dump() {
    ObjectNode dump = json.createObjectNode();
    statuses.forEach(
        (email, all) -> {
          ObjectNode mine = dump.putObject(email);
          all.forEach(mine::put);
        });
    return dump;
  }
}
