package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.hubspot.PropertyRegistry.Wrong;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot.Errors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * HubSpot's calls about contacts, with the rules that it enforces on batches.
 *
 * <p>What its pages leave open is decided the strict way: only a batch create with a trace id on
 * every input is judged row by row; any other batch with a bad row is refused whole, and an update
 * says nothing at all about an id that is not there. Results come in no order.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 * and https://developers.hubspot.com/docs/api-reference/error-handling
 */
final class ContactCalls {
  private static final int MOST_INPUTS = 100;
  private static final String EMAIL = "email";
  private static final String TRACE = "objectWriteTraceId";
  private static final String INVALID = "VALIDATION_ERROR";

  private final ObjectMapper json;
  private final Errors errors;
  private final PropertyRegistry properties;
  private final ContactBook contacts;
  private final ContactSearch search;
  private final Random order = new Random(99);

  ContactCalls(
      ObjectMapper json, Errors errors, PropertyRegistry properties, ContactBook contacts) {
    this.json = json;
    this.errors = errors;
    this.properties = properties;
    this.contacts = contacts;
    this.search = new ContactSearch(json, errors, contacts);
  }

  ApiReply call(String method, String path, JsonNode body) {
    if (!method.equals("POST")) {
      return errors.reply(405, "METHOD_NOT_ALLOWED", "not supported here");
    }
    if (!body.isObject()) {
      return errors.reply(400, INVALID, "Invalid input JSON");
    }
    if (path.equals("/search")) {
      return search.call(body);
    }
    if (body.path("inputs").size() > MOST_INPUTS) {
      return errors.reply(400, INVALID, "The maximum number of inputs supported is " + MOST_INPUTS);
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
    if (!property.isEmpty() && !property.equals(EMAIL) && !properties.unique(property)) {
      return errors.reply(400, INVALID, "Unable to read by non-unique 0-1 property " + property);
    }
    List<ObjectNode> found = new ArrayList<>();
    ArrayNode missing = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      Optional<Long> id = contacts.find(property, input.path("id").asText());
      if (id.isPresent()) {
        found.add(contacts.view(id.get(), body.path("properties")));
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

  private ObjectNode results(List<ObjectNode> records) {
    Collections.shuffle(records, order); // HubSpot promises no order.
    ObjectNode answer = json.createObjectNode().put("status", "COMPLETE");
    answer.putArray("results").addAll(records);
    return answer;
  }

  private ApiReply create(JsonNode body) {
    if (doubled(body, true)) {
      return errors.reply(400, INVALID, "Duplicate IDs found in batch input");
    }
    boolean traced = true;
    Set<String> traces = new HashSet<>();
    for (JsonNode input : body.path("inputs")) {
      traced &= traces.add(input.path(TRACE).asText("")) && input.hasNonNull(TRACE);
    }
    Optional<ApiReply> whole = traced ? Optional.empty() : firstRefusal(body, true);
    if (whole.isPresent()) {
      return whole.get();
    }
    List<ObjectNode> done = new ArrayList<>();
    ArrayNode failed = json.createArrayNode();
    for (JsonNode input : body.path("inputs")) {
      Optional<Wrong> wrong = wrong(input, null);
      if (wrong.isPresent()) {
        ObjectNode error = errors.body(wrong.get());
        ((ObjectNode) error.path("context")).putArray(TRACE).add(input.path(TRACE).asText());
        failed.add(error);
      } else {
        done.add(apply(input, contacts.add(Map.of())));
      }
    }
    ObjectNode answer = results(done);
    if (!failed.isEmpty()) {
      answer.put("numErrors", failed.size()).set("errors", failed);
    }
    return new ApiReply(failed.isEmpty() ? 201 : 207, answer);
  }

  private ApiReply update(JsonNode body) {
    if (doubled(body, false)) {
      return errors.reply(400, INVALID, "Duplicate IDs found in batch input");
    }
    Optional<ApiReply> whole = firstRefusal(body, false);
    if (whole.isPresent()) {
      return whole.get();
    }
    List<ObjectNode> done = new ArrayList<>();
    for (JsonNode input : body.path("inputs")) {
      contacts.find("", input.path("id").asText()).ifPresent(id -> done.add(apply(input, id)));
    }
    boolean all = done.size() == body.path("inputs").size();
    return new ApiReply(all ? 200 : 207, results(done));
  }

  /** The refusal of a whole batch because of its first bad row; nothing has taken effect then. */
  private Optional<ApiReply> firstRefusal(JsonNode body, boolean create) {
    for (JsonNode input : body.path("inputs")) {
      Optional<Long> own = create ? Optional.empty() : contacts.find("", input.path("id").asText());
      Optional<Wrong> wrong =
          create || own.isPresent() ? wrong(input, own.orElse(null)) : Optional.empty();
      if (wrong.isPresent()) {
        int status = wrong.get().category().equals("CONFLICT") ? 409 : 400;
        return Optional.of(new ApiReply(status, errors.body(wrong.get())));
      }
    }
    return Optional.empty();
  }

  /** Whether two inputs are about one contact: the same id, or the same unique value. */
  private boolean doubled(JsonNode body, boolean create) {
    Set<String> seen = new HashSet<>();
    for (JsonNode input : body.path("inputs")) {
      if (!create && !seen.add(input.path("id").asText())) {
        return true;
      }
      for (Map.Entry<String, JsonNode> field : input.path("properties").properties()) {
        String value = field.getValue().asText("").toLowerCase(Locale.ROOT);
        boolean unique = field.getKey().equals(EMAIL) || properties.unique(field.getKey());
        if (unique && !value.isEmpty() && !seen.add(field.getKey() + "=" + value)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is wrong with an input, if anything; its own contact may keep its own values. */
  private Optional<Wrong> wrong(JsonNode input, Long own) {
    for (Map.Entry<String, JsonNode> field : input.path("properties").properties()) {
      String value = field.getValue().asText("");
      Optional<Wrong> wrong = properties.wrong(field.getKey(), value);
      if (wrong.isPresent()) {
        return wrong;
      }
      Long holder = contacts.holder(field.getKey(), value);
      if (holder != null && !holder.equals(own)) {
        return Optional.of(
            new Wrong("CONFLICT", "", "", "Contact already exists. Existing ID: " + holder));
      }
    }
    return Optional.empty();
  }

  private ObjectNode apply(JsonNode input, long id) {
    input
        .path("properties")
        .properties()
        .forEach(field -> contacts.set(id, field.getKey(), field.getValue().asText("")));
    ObjectNode record = json.createObjectNode();
    record.put("id", Long.toString(id));
    record.set(TRACE, input.path(TRACE));
    ObjectNode values = record.putObject("properties");
    contacts.all().get(id).forEach(values::put);
    return record;
  }

  private ApiReply archive(JsonNode body) {
    for (JsonNode input : body.path("inputs")) {
      contacts.find("", input.path("id").asText()).ifPresent(contacts::remove);
    }
    return new ApiReply(204, null);
  }
}
