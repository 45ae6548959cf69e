package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.http.CallGate;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpCall.Effect;
import dev.offramp.http.HttpReply;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.CostUnit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * HubSpot's requests and answers as JSON.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/error-handling
 */
final class HubSpotApi {
  /** The version that the paths carry; each is supported for 18 months. */
  static final String VERSION = "2026-09";

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
      return status < 300;
    }

    /** The vendor's own words. */
    String message() {
      return body.path("message").asText("status " + status);
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
    HttpReply reply =
        gate.send(
            new HttpCall(
                name,
                method,
                path,
                JSON_TYPE,
                body == null ? null : body.toString(),
                effect,
                timeout,
                cost));
    return new Reply(reply.status(), parsed(name, reply, effect));
  }

  private JsonNode parsed(String name, HttpReply reply, Effect effect) {
    if (reply.body().isBlank()) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(reply.body());
    } catch (JsonProcessingException e) {
      if (effect == Effect.WRITE || reply.status() < 300) {
        throw new UnknownOutcomeException(name + ": the answer is not JSON", null);
      }
      return json.createObjectNode();
    }
  }

  /** The answer, if it is one that says yes. */
  Reply needed(Reply reply, String what) {
    if (!reply.ok()) {
      throw new DestinationException(
          "OFF-2103", "HubSpot refuses to %s: %s".formatted(what, reply.message()));
    }
    return reply;
  }

  /** Turns a refusal of a whole batch into what the protocol bisects. */
  static void refuseWhole(Reply reply) {
    if (!reply.ok()) {
      throw new BatchRefusedException(reply.message());
    }
  }
}
