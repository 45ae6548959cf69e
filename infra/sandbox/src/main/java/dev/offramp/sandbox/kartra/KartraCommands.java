package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a simulated Kartra answers to a form, in Kartra's envelope. */
final class KartraCommands {
  private final KartraOptions options;
  private final LeadBook leads;
  private final OrderBook orders;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  KartraCommands(KartraOptions options, LeadBook leads, OrderBook orders) {
    this.options = options;
    this.leads = leads;
    this.orders = orders;
  }

  /** The answer to a whole form. */
  ObjectNode answer(ObjectNode form) {
    Optional<ObjectNode> refused = refused(form);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (form.has("get_lead")) {
      return lead(form.get("get_lead"));
    }
    if (!form.has("actions")) {
      return error("254", "cmd missing");
    }
    if (!form.get("actions").isObject()) {
      return error("224", "actions must be an array");
    }
    ObjectNode success = json.objectNode().put("status", "Success");
    for (JsonNode action : form.get("actions")) {
      Optional<ObjectNode> failed = action(action, form, success);
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    return success;
  }

  private Optional<ObjectNode> refused(ObjectNode form) {
    String[][] needed = {
      {"app_id", options.appId(), "238", "239"},
      {"api_key", options.apiKey(), "202", "203"},
      {"api_password", options.apiPassword(), "233", "233"}
    };
    for (String[] one : needed) {
      String given = form.path(one[0]).asText("");
      if (!given.equals(one[1])) {
        boolean none = given.isEmpty();
        return Optional.of(error(none ? one[2] : one[3], one[0] + (none ? " empty" : " invalid")));
      }
    }
    return Optional.empty();
  }

  private ObjectNode lead(JsonNode key) {
    if (!key.isObject()) {
      return error("236", "get_lead must be an array");
    }
    if (!key.has("id") && !key.has("email")) {
      return error("206", "email or id missing");
    }
    Optional<ObjectNode> lead = leads.find(key);
    if (lead.isEmpty()) {
      return error("234", "No lead found");
    }
    if (lead.get().path("lead_deleted").asText().equals("1")) {
      return error("245", "Lead is deleted");
    }
    ObjectNode success = json.objectNode().put("status", "Success");
    success.set("lead_details", lead.get().deepCopy());
    return success;
  }

  /** Adds what an action brings; an error of the whole call, or nothing. */
  private Optional<ObjectNode> action(JsonNode action, ObjectNode form, ObjectNode success) {
    String command = action.path("cmd").asText("");
    switch (command) {
      case "retrieve_custom_fields" -> success.set("custom_fields", leads.schema().definitions());
      case "retrieve_account_tags" -> success.set("account_tags", names("tags", "tag_name"));
      case "retrieve_account_lists" -> success.set("account_lists", names("lists", "list_name"));
      case "retrieve_account_sequences" ->
          success.set("account_sequences", names("sequences", "sequence_name"));
      case "retrieve_transactions_from_lead" ->
          inside(success, command, "transaction_list", orders.transactions(form.path("lead")));
      case "retrieve_subscriptions_from_lead" ->
          inside(success, command, "subscriptions_list", orders.subscriptions(form.path("lead")));
      case "get_transaction_details" ->
          details(
              success, command, orders.transaction(action.path("transaction_id").asText()), "247");
      case "get_subscription_details" ->
          details(
              success,
              command,
              orders.subscription(action.path("subscription_id").asText()),
              "248");
      case "" -> {
        return Optional.of(error("254", "cmd missing"));
      }
      default -> {
        return Optional.of(error("262", "The app has no permission for this command"));
      }
    }
    return Optional.empty();
  }

  /** As a string that holds JSON: the documents call these members so. */
  private void inside(ObjectNode success, String command, String member, JsonNode value) {
    ObjectNode answer = action(success, command).put("status", "success");
    answer.put(member, value.toString());
  }

  private void details(
      ObjectNode success, String command, Optional<ObjectNode> found, String missing) {
    ObjectNode answer = action(success, command);
    if (found.isEmpty()) {
      // The call as a whole is a success; its action is not.
      answer.setAll(error(missing, "does not exist"));
    } else {
      answer.put("status", "Success");
      answer.setAll(found.get());
    }
  }

  private static ObjectNode action(ObjectNode success, String command) {
    return success.withArray("actions").addObject().putObject(command);
  }

  private ArrayNode names(String member, String name) {
    ArrayNode names = json.arrayNode();
    leads.names(member, name).forEach(names::add);
    return names;
  }

  private ObjectNode error(String type, String message) {
    return json.objectNode().put("status", "Error").put("message", message).put("type", type);
  }
}
