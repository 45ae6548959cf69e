package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account's e-mail subscriptions, read once: they do not change while a job is loaded.
 *
 * <p>Source:
 * https://developers.hubspot.com/docs/api-reference/communication-preferences-subscriptions-v4/guide
 */
final class SubscriptionTypes {
  private static final String NAME = "Marketing Information";
  private static final String PURPOSE = "Marketing";

  private final HubSpotApi api;
  private List<JsonNode> active;

  SubscriptionTypes(HubSpotApi api) {
    this.api = api;
  }

  /**
   * The subscription that stands for marketing in general: the one that every account begins with,
   * else the only one whose purpose is marketing. Where it cannot be told there is none.
   */
  Optional<String> marketing() {
    List<JsonNode> named =
        active().stream().filter(type -> type.path("name").asText().equals(NAME)).toList();
    List<JsonNode> meant =
        active().stream().filter(type -> type.path("purpose").asText().equals(PURPOSE)).toList();
    List<JsonNode> found = named.isEmpty() ? meant : named;
    return found.size() == 1 ? Optional.of(found.get(0).path("id").asText()) : Optional.empty();
  }

  /** The ids of all that are in use. */
  List<String> ids() {
    return active().stream().map(type -> type.path("id").asText()).toList();
  }

  private synchronized List<JsonNode> active() {
    if (active == null) {
      HubSpotApi.Reply reply =
          api.get(
              "consent.definitions",
              "/communication-preferences/" + HubSpotApi.VERSION + "/definitions");
      List<JsonNode> types = new ArrayList<>();
      for (JsonNode type : api.results(reply, "list subscriptions")) {
        if (type.path("isActive").asBoolean(true)) {
          types.add(type);
        }
      }
      active = types;
    }
    return active;
  }
}
