package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Consent as e-mail subscription statuses. A refusal is recorded for everything; a permission for
 * the one subscription that means marketing. Read the strict way (invariant 6): any status that is
 * neither a permission nor silence is a refusal. A permission is written as a status, which HubSpot
 * itself refuses to do over a refusal; the way around that is used for a rollback alone.
 *
 * <p>Source:
 * https://developers.hubspot.com/docs/api-reference/communication-preferences-subscriptions-v4/guide
 */
final class HubSpotConsent {
  private static final String BASE = "/communication-preferences/" + HubSpotApi.VERSION;
  private static final String CHANNEL = "EMAIL";
  private static final String SUBSCRIBER = "subscriberIdString";
  private static final String IN = "SUBSCRIBED";
  private static final String NONE = "NOT_SPECIFIED";

  /** How many inputs a batch may have is not stated for consent; as for objects. */
  private static final int MOST_INPUTS = 100;

  private final HubSpotApi api;
  private final SubscriptionTypes types;

  HubSpotConsent(HubSpotApi api) {
    this.api = api;
    this.types = new SubscriptionTypes(api);
  }

  Map<String, ConsentRecord> read(Collection<String> emails) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    emails.forEach(inputs::add);
    HubSpotApi.Reply reply =
        api.post(
            "consent.read", BASE + "/statuses/batch/read?channel=" + CHANNEL, body, Effect.READ);
    Map<String, ConsentRecord> found = new HashMap<>();
    emails.forEach(email -> found.put(email, new ConsentRecord(ConsentState.UNSPECIFIED, "")));
    for (JsonNode result : api.results(reply, "read consent")) {
      found.put(folded(result.path(SUBSCRIBER).asText()), record(result.path("statuses")));
    }
    for (JsonNode error : reply.body().path("errors")) {
      if (!new Envelope(error).gone()) {
        throw new UnknownOutcomeException("consent.read: some could not be read", null);
      }
    }
    return found;
  }

  private static String folded(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /** One refusal counts as a refusal. */
  private static ConsentRecord record(JsonNode statuses) {
    Map<String, String> byId = new TreeMap<>();
    statuses.forEach(s -> byId.put(s.path("subscriptionId").asText(), s.path("status").asText()));
    Set<String> said = new LinkedHashSet<>(byId.values());
    boolean permitted = said.remove(IN);
    said.remove(NONE);
    ConsentState state = permitted ? ConsentState.SUBSCRIBED : ConsentState.UNSPECIFIED;
    if (!said.isEmpty()) {
      state = ConsentState.OPTED_OUT;
    }
    StringBuilder detail = new StringBuilder();
    byId.forEach((id, status) -> detail.append(id).append('=').append(status).append(';'));
    return new ConsentRecord(state, detail.toString());
  }

  WriteReply write(Map<String, ConsentOrder> orders) {
    List<RowAnswer> answers = new ArrayList<>();
    List<String> out = with(orders, ConsentOrder.OPT_OUT);
    if (!out.isEmpty()) {
      answers.addAll(optOut(out));
    }
    List<String> in = with(orders, ConsentOrder.SUBSCRIBE);
    if (!in.isEmpty()) {
      answers.addAll(subscribe(in));
    }
    return new WriteReply.Answered(answers);
  }

  private static List<String> with(Map<String, ConsentOrder> orders, ConsentOrder order) {
    return orders.entrySet().stream()
        .filter(e -> e.getValue() == order)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<RowAnswer> optOut(List<String> emails) {
    ObjectNode body = api.object();
    emails.forEach(body.putArray("inputs")::add);
    HubSpotApi.Reply reply =
        api.post(
            "consent.optout",
            BASE + "/statuses/batch/unsubscribe-all?channel=" + CHANNEL,
            body,
            Effect.REPEATABLE_WRITE);
    HubSpotApi.refuseWhole(reply, "record refusals");
    return settled(emails, reply);
  }

  private List<RowAnswer> subscribe(List<String> emails) {
    Optional<String> marketing = types.marketing();
    if (marketing.isEmpty()) {
      // A permission for marketing is none for whatever else the account sends.
      return emails.stream()
          .map(email -> RowAnswer.refused(email, "HubSpot has no subscription for marketing"))
          .toList();
    }
    Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    emails.forEach(email -> wanted.put(email, Map.of(marketing.get(), IN)));
    return set("consent.subscribe", wanted);
  }

  /**
   * Whoever no error names was changed. The place of the address in an error is not confirmed; an
   * error without one belongs to the only address, or to nobody that is known.
   */
  private static List<RowAnswer> settled(Collection<String> emails, HubSpotApi.Reply reply) {
    BatchAnswers answers = new BatchAnswers(emails);
    answers.errors(
        reply.body(),
        error -> error.context(SUBSCRIBER).stream().map(HubSpotConsent::folded).toList());
    reply
        .body()
        .path("results")
        .forEach(result -> answers.done(folded(result.path(SUBSCRIBER).asText()), null));
    boolean clean = reply.body().path("errors").isEmpty() && reply.status() != 207;
    if (clean || answers.allNamed()) {
      answers.silent().forEach(email -> answers.done(email, null));
    }
    return answers.rows();
  }

  private List<RowAnswer> set(String name, Map<String, Map<String, String>> wanted) {
    List<ObjectNode> inputs = new ArrayList<>();
    wanted.forEach(
        (email, statuses) ->
            statuses.forEach((type, status) -> inputs.add(input(email, type, status))));
    Map<String, RowAnswer> all = new LinkedHashMap<>();
    for (int from = 0; from < inputs.size(); from += MOST_INPUTS) {
      List<ObjectNode> part = inputs.subList(from, Math.min(inputs.size(), from + MOST_INPUTS));
      ObjectNode body = api.object();
      body.putArray("inputs").addAll(part);
      HubSpotApi.Reply reply =
          api.post(name, BASE + "/statuses/batch/write", body, Effect.REPEATABLE_WRITE);
      HubSpotApi.refuseWhole(reply, "record consent");
      Set<String> emails = new LinkedHashSet<>();
      part.forEach(input -> emails.add(input.path(SUBSCRIBER).asText()));
      settled(emails, reply).forEach(row -> all.merge(row.traceId(), row, HubSpotConsent::worse));
    }
    return List.copyOf(all.values());
  }

  /** An address whose statuses went in two parts is done when both are. */
  private static RowAnswer worse(RowAnswer a, RowAnswer b) {
    return a.verdict() == RowAnswer.Verdict.APPLIED ? b : a;
  }

  private ObjectNode input(String email, String type, String status) {
    ObjectNode input = api.object();
    input.put(SUBSCRIBER, email);
    input.put("channel", CHANNEL);
    input.put("subscriptionId", Long.parseLong(type));
    input.put("statusState", status);
    if (status.equals(IN)) {
      input.put("legalBasis", "CONSENT_WITH_NOTICE");
      input.put("legalBasisExplanation", "Consent recorded in Kartra");
    }
    return input;
  }

  /** Puts every status back; one that was a permission needs HubSpot's own way back. */
  WriteReply restore(Map<String, ConsentRecord> priors) {
    Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    List<RowAnswer> answers = new ArrayList<>();
    priors.forEach(
        (email, prior) -> {
          Map<String, String> statuses = statuses(prior);
          boolean back = statuses.containsValue(IN);
          RowAnswer refused = back ? resubscribe(email, statuses) : null;
          statuses.values().removeIf(status -> status.equals(IN));
          if (refused != null) {
            answers.add(refused);
          } else if (statuses.isEmpty()) {
            answers.add(RowAnswer.applied(email, null));
          } else {
            wanted.put(email, statuses);
          }
        });
    if (!wanted.isEmpty()) {
      answers.addAll(set("consent.restore", wanted));
    }
    return new WriteReply.Answered(answers);
  }

  /** What every subscription was at; what nothing was said about is put back to silence. */
  private Map<String, String> statuses(ConsentRecord prior) {
    Map<String, String> statuses = new LinkedHashMap<>();
    types.ids().forEach(id -> statuses.put(id, NONE));
    for (String pair : prior.detail().split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        statuses.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return statuses;
  }

  /** Null if every permission is back, else HubSpot's refusal. */
  private RowAnswer resubscribe(String email, Map<String, String> statuses) {
    for (Map.Entry<String, String> status : statuses.entrySet()) {
      if (status.getValue().equals(IN)) {
        ObjectNode body = api.object();
        body.put(SUBSCRIBER, email);
        body.put("channel", CHANNEL);
        body.put("subscriptionId", Long.parseLong(status.getKey()));
        HubSpotApi.Reply reply =
            api.post("consent.resubscribe", BASE + "/resubscribe", body, Effect.REPEATABLE_WRITE);
        if (!reply.ok()) {
          return RowAnswer.refused(email, reply.message());
        }
      }
    }
    return null;
  }
}
