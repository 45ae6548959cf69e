package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Consent as e-mail subscription statuses. A refusal is recorded for everything; a permission for
 * the one subscription that means marketing.
 *
 * <p>Source:
 * https://developers.hubspot.com/docs/api-reference/communication-preferences-subscriptions-v4/guide
 */
final class HubSpotConsent {
  private static final String BASE = "/communication-preferences/" + HubSpotApi.VERSION;
  private static final String CHANNEL = "EMAIL";
  private static final String MARKETING = "Marketing Information";

  private final HubSpotApi api;
  private JsonNode definitions;

  HubSpotConsent(HubSpotApi api) {
    this.api = api;
  }

  Map<String, ConsentRecord> read(Collection<String> emails) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    emails.forEach(inputs::add);
    JsonNode results =
        api.needed(
                api.post(
                    "consent.read",
                    BASE + "/statuses/batch/read?channel=" + CHANNEL,
                    body,
                    Effect.READ),
                "read consent")
            .body()
            .path("results");
    Map<String, ConsentRecord> found = new HashMap<>();
    emails.forEach(email -> found.put(email, new ConsentRecord(ConsentState.UNSPECIFIED, "")));
    for (JsonNode result : results) {
      found.put(result.path("subscriberIdString").asText(), record(result.path("statuses")));
    }
    return found;
  }

  /** One refusal counts as a refusal. */
  private static ConsentRecord record(JsonNode statuses) {
    Map<String, String> byId = new TreeMap<>();
    statuses.forEach(s -> byId.put(s.path("subscriptionId").asText(), s.path("status").asText()));
    ConsentState state = ConsentState.UNSPECIFIED;
    if (byId.containsValue("UNSUBSCRIBED")) {
      state = ConsentState.OPTED_OUT;
    } else if (byId.containsValue("SUBSCRIBED")) {
      state = ConsentState.SUBSCRIBED;
    }
    StringBuilder detail = new StringBuilder();
    byId.forEach((id, status) -> detail.append(id).append('=').append(status).append(';'));
    return new ConsentRecord(state, detail.toString());
  }

  WriteReply write(Map<String, ConsentOrder> orders) {
    List<RowAnswer> answers = new ArrayList<>();
    List<String> out = with(orders, ConsentOrder.OPT_OUT);
    if (!out.isEmpty()) {
      ObjectNode body = api.object();
      out.forEach(body.putArray("inputs")::add);
      HubSpotApi.refuseWhole(
          api.post(
              "consent.optout",
              BASE + "/statuses/batch/unsubscribe-all?channel=" + CHANNEL,
              body,
              Effect.REPEATABLE_WRITE));
      out.forEach(email -> answers.add(RowAnswer.applied(email, null)));
    }
    List<String> in = with(orders, ConsentOrder.SUBSCRIBE);
    if (!in.isEmpty()) {
      String subscription = marketing();
      Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
      in.forEach(email -> wanted.put(email, Map.of(subscription, "SUBSCRIBED")));
      answers.addAll(set("consent.subscribe", wanted));
    }
    return new WriteReply.Answered(answers);
  }

  private static List<String> with(Map<String, ConsentOrder> orders, ConsentOrder order) {
    return orders.entrySet().stream()
        .filter(e -> e.getValue() == order)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The subscription that stands for marketing in general. */
  private String marketing() {
    JsonNode definitions = definitions();
    for (JsonNode definition : definitions) {
      if (definition.path("name").asText().equals(MARKETING)) {
        return definition.path("id").asText();
      }
    }
    return definitions.path(0).path("id").asText();
  }

  /** The account's subscriptions; they do not change while a job is loaded. */
  private synchronized JsonNode definitions() {
    if (definitions == null) {
      HubSpotApi.Reply reply = api.get("consent.definitions", BASE + "/definitions");
      definitions = api.needed(reply, "list subscriptions").body().path("results");
    }
    return definitions;
  }

  private List<RowAnswer> set(String name, Map<String, Map<String, String>> wanted) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    wanted.forEach(
        (email, statuses) ->
            statuses.forEach(
                (subscription, status) -> {
                  ObjectNode input = inputs.addObject();
                  input.put("subscriberIdString", email);
                  input.put("channel", CHANNEL);
                  input.put("subscriptionId", Long.parseLong(subscription));
                  input.put("statusState", status);
                  input.put("legalBasis", "CONSENT_WITH_NOTICE");
                  input.put("legalBasisExplanation", "Consent recorded in Kartra");
                }));
    HubSpotApi.Reply reply =
        api.post(name, BASE + "/statuses/batch/write", body, Effect.REPEATABLE_WRITE);
    HubSpotApi.refuseWhole(reply);
    Map<String, String> refused = new HashMap<>();
    for (JsonNode error : reply.body().path("errors")) {
      for (JsonNode email : error.path("context").path("subscriberIdString")) {
        refused.put(email.asText(), error.path("message").asText());
      }
    }
    return wanted.keySet().stream()
        .map(
            email ->
                refused.containsKey(email)
                    ? RowAnswer.refused(email, refused.get(email))
                    : RowAnswer.applied(email, null))
        .toList();
  }

  /** Puts every status back; one that was a permission needs HubSpot's own way back. */
  WriteReply restore(Map<String, ConsentRecord> priors) {
    Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    List<RowAnswer> answers = new ArrayList<>();
    List<String> all = new ArrayList<>();
    definitions().forEach(d -> all.add(d.path("id").asText()));
    priors.forEach(
        (email, prior) -> {
          Map<String, String> statuses = new LinkedHashMap<>();
          all.forEach(id -> statuses.put(id, "NOT_SPECIFIED"));
          for (String pair : prior.detail().split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
              statuses.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
          }
          if (prior.state() == ConsentState.SUBSCRIBED) {
            answers.add(resubscribe(email, statuses));
          } else {
            wanted.put(email, statuses);
          }
        });
    if (!wanted.isEmpty()) {
      answers.addAll(set("consent.restore", wanted));
    }
    return new WriteReply.Answered(answers);
  }

  private RowAnswer resubscribe(String email, Map<String, String> statuses) {
    for (Map.Entry<String, String> status : statuses.entrySet()) {
      if (status.getValue().equals("SUBSCRIBED")) {
        ObjectNode body = api.object();
        body.put("subscriberIdString", email);
        body.put("channel", CHANNEL);
        body.put("subscriptionId", Long.parseLong(status.getKey()));
        HubSpotApi.Reply reply =
            api.post("consent.resubscribe", BASE + "/resubscribe", body, Effect.REPEATABLE_WRITE);
        if (!reply.ok()) {
          return RowAnswer.refused(email, reply.message());
        }
      }
    }
    Map<String, String> rest = new LinkedHashMap<>(statuses);
    rest.values().removeIf(status -> status.equals("SUBSCRIBED"));
    return rest.isEmpty()
        ? RowAnswer.applied(email, null)
        : set("consent.restore", Map.of(email, rest)).get(0);
  }
}
