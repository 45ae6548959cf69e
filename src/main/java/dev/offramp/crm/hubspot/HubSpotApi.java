package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.http.ForbiddenException;
import dev.offramp.http.CallGate;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpCall.Effect;
import dev.offramp.http.HttpReply;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.CostUnit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * HubSpot's requests and answers as JSON. An answer that is no JSON object is not HubSpot's own (a
 * proxy's page, a cut-off body): whatever its status, it says nothing about the change.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/error-handling
 */
final class HubSpotApi {
  /** The version that the paths carry; each is supported for 18 months. */
  static final String VERSION = "2026-09";

  /** Refusals that may be the fault of one input: the batch is halved until it stands alone. */
  private static final Set<Integer> OF_INPUTS = Set.of(400, 409, 413, 422);

  private static final int TOO_LARGE = 413;
  private static final Map<String, String> JSON_TYPE = Map.of("Content-Type", "application/json");

  private final CallGate gate;
  private final ObjectMapper json = new ObjectMapper();
  private final Duration timeout;

  HubSpotApi(CallGate gate, Duration timeout) {
    this.gate = gate;
    this.timeout = timeout;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body the JSON, or an empty object where there is none
   */
  record Reply(int status, JsonNode body) {
    boolean ok() {
      return status >= 200 && status < 300;
    }

    /** The answer as an error. */
    Envelope error() {
      return new Envelope(body);
    }

    /** The vendor's own words. */
    String message() {
      String words = error().words();
      return words.isEmpty() ? "status " + status : words;
    }
  }

  ObjectNode object() {
    return json.createObjectNode();
  }

  /** A part of a path, escaped. */
  static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Reply get(String name, String path) {
    return send(name, "GET", path, null, Effect.READ);
  }

  Reply post(String name, String path, JsonNode body, Effect effect) {
    return send(name, "POST", path, body, effect);
  }

  /** A search has a limit of its own besides that of all calls. */
  Reply search(String name, String path, JsonNode body) {
    Cost cost = Cost.call().with(CostUnit.SEARCHES, 1);
    return send(name, "POST", path, body, Effect.READ, cost);
  }

  Reply send(String name, String method, String path, JsonNode body, Effect effect) {
    return send(name, method, path, body, effect, Cost.call());
  }

  private Reply send(
      String name, String method, String path, JsonNode body, Effect effect, Cost cost) {
    String text = body == null ? null : body.toString();
    HttpCall call = new HttpCall(name, method, path, JSON_TYPE, text, effect, timeout, cost);
    try {
      HttpReply reply = gate.send(call);
      return new Reply(reply.status(), parsed(name, reply));
    } catch (ForbiddenException e) {
      throw withScopes(e, name);
    }
  }

  /** HubSpot names the scopes that the key lacks, any one of which is enough. */
  private DestinationException withScopes(ForbiddenException e, String name) {
    List<String> scopes;
    try {
      scopes = new Envelope(json.readTree(e.reply().body())).plainContext("requiredGranularScopes");
    } catch (JsonProcessingException notJson) {
      return e;
    }
    return scopes.isEmpty()
        ? e
        : new DestinationException(
            e.code(),
            "The key lacks the permission for %s. Add one of the scopes %s, then try again."
                .formatted(name, String.join(", ", scopes)));
  }

  private JsonNode parsed(String name, HttpReply reply) {
    if (reply.body().isBlank()) {
      return json.createObjectNode();
    }
    try {
      JsonNode body = json.readTree(reply.body());
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      if (reply.status() == TOO_LARGE) {
        return json.createObjectNode(); // Whoever says so, the batch has to be smaller.
      }
    }
    throw new UnknownOutcomeException(name + ": the answer is no JSON object", null);
  }

  /** The answer, if it is one that says yes. */
  Reply needed(Reply reply, String what) {
    if (!reply.ok()) {
      throw refusal(reply, what);
    }
    return reply;
  }

  /** The results of a read, all of which have to be there. */
  Iterable<JsonNode> results(Reply reply, String what) {
    JsonNode body = needed(reply, what).body();
    boolean whole = body.path("status").asText("COMPLETE").equals("COMPLETE");
    if (!whole || !body.path("results").isArray()) {
      throw new UnknownOutcomeException("the answer to \"" + what + "\" is not whole", null);
    }
    return body.path("results");
  }

  /** A refusal that a person has to look at; without anybody's values (invariant 8). */
  static DestinationException refusal(Reply reply, String what) {
    String words = reply.error().wordsWithoutValues();
    return new DestinationException(
        "OFF-2103",
        "HubSpot refuses to %s: %s"
            .formatted(what, words.isEmpty() ? "status " + reply.status() : words));
  }

  /**
   * Turns a refusal of a whole batch into what the protocol bisects; a refusal that cannot be the
   * fault of an input (a wrong path, a property that is gone) ends the job.
   */
  static void refuseWhole(Reply reply, String what) {
    if (reply.ok()) {
      return;
    }
    demandProperties(reply.error());
    boolean ofInputs = OF_INPUTS.contains(reply.status()) || reply.error().gone();
    if (!ofInputs) {
      throw refusal(reply, what);
    }
    throw new BatchRefusedException(reply.message());
  }

  /** Without a property that the plan maps to every row would be refused: a person has to act. */
  static void demandProperties(Envelope error) {
    if (error.propertyMissing()) {
      List<String> names = error.plainContext("propertyName").stream().distinct().toList();
      throw new DestinationException(
          "OFF-2104",
          "A property that the plan writes to is not in HubSpot (any more)%s. Make or restore it"
                  .formatted(names.isEmpty() ? "" : ": " + String.join(", ", names))
              + " there, then try the job again.");
    }
  }
}
