package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Transactions and subscriptions of a simulated Kartra. */
public final class OrderBook {
  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final Map<String, ObjectNode> transactions = new LinkedHashMap<>();
  private final Map<String, ObjectNode> subscriptions = new LinkedHashMap<>();

  /** Puts a transaction there; {@code transaction_id} and {@code lead_id} are needed. */
  public synchronized void addTransaction(ObjectNode transaction) {
    transactions.put(transaction.path("transaction_id").asText(), transaction);
  }

  /** Puts a subscription there; {@code subscription_id} and its lead's id are needed. */
  public synchronized void addSubscription(ObjectNode subscription) {
    subscriptions.put(subscription.path("subscription_id").asText(), subscription);
  }

  synchronized ArrayNode transactions(JsonNode lead) {
    ArrayNode all = json.arrayNode();
    for (ObjectNode one : transactions.values()) {
      if (one.path("lead_id").asText().equals(lead.path("id").asText())) {
        all.add(one.deepCopy().retain("transaction_id", "lead_id", "transaction_type"));
      }
    }
    return all;
  }

  synchronized ArrayNode subscriptions(JsonNode lead) {
    ArrayNode all = json.arrayNode();
    for (ObjectNode one : subscriptions.values()) {
      if (one.path("subscription_lead_id").asText().equals(lead.path("id").asText())) {
        all.addObject()
            .put("subscription_id", one.path("subscription_id").asText())
            .put("lead_id", one.path("subscription_lead_id").asText())
            .put("subscription_status", one.path("subscription_status").asText());
      }
    }
    return all;
  }

  synchronized Optional<ObjectNode> transaction(String id) {
    return Optional.ofNullable(transactions.get(id)).map(ObjectNode::deepCopy);
  }

  synchronized Optional<ObjectNode> subscription(String id) {
    return Optional.ofNullable(subscriptions.get(id)).map(ObjectNode::deepCopy);
  }
}
