package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot.Errors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The search for contacts: groups of one filter each. It knows every change at once; the lag of
 * HubSpot's own is not simulated.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/search/guide
 */
final class ContactSearch {
  private static final int MOST_GROUPS = 5;
  private static final int MOST_RESULTS = 200;

  private final ObjectMapper json;
  private final Errors errors;
  private final ContactBook contacts;

  ContactSearch(ObjectMapper json, Errors errors, ContactBook contacts) {
    this.json = json;
    this.errors = errors;
    this.contacts = contacts;
  }

  ApiReply call(JsonNode body) {
    int most = body.path("limit").asInt(10);
    if (body.path("filterGroups").size() > MOST_GROUPS || most > MOST_RESULTS) {
      return errors.reply(400, "VALIDATION_ERROR", "too many filterGroups or results");
    }
    ObjectNode answer = json.createObjectNode();
    ArrayNode found = answer.putArray("results");
    int total = 0;
    for (Map.Entry<Long, Map<String, String>> contact : contacts.all().entrySet()) {
      boolean hit = false;
      for (JsonNode group : body.path("filterGroups")) {
        hit |= matches(contact.getValue(), group.path("filters").path(0));
      }
      if (hit) {
        total++;
        if (found.size() < most) {
          found.add(contacts.view(contact.getKey(), body.path("properties")));
        }
      }
    }
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
}
