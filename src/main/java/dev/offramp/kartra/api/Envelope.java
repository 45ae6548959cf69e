package dev.offramp.kartra.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import java.util.Map;

/**
 * Opens Kartra's answers. Success and error both come as HTTP 200 and text/html; {@code status} is
 * spelled in any case; a success can hold actions that failed; {@code type} is a number in quotes;
 * members that are JSON may come as JSON or as a string that holds it.
 */
final class Envelope {
  private static final String OK = "success";

  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final KartraErrors errors;

  Envelope(KartraErrors errors) {
    this.errors = errors;
  }

  /**
   * Opens an answer.
   *
   * @param call the command, such as {@code get_lead}
   * @param body the whole answer
   * @throws KartraApiException if the call or one of its actions failed, or the answer is not
   *     Kartra's
   */
  JsonNode open(String call, String body) {
    JsonNode root = parsed(call, body);
    if (root.path("status").isMissingNode()) {
      throw strange(call, "JSON without a status");
    }
    check(call, root);
    for (JsonNode action : decoded(root.path("actions"))) {
      check(call, decoded(action));
      decoded(action).properties().forEach(part -> check(call, decoded(part.getValue())));
    }
    return root;
  }

  /** A member wherever in the answer it stands, decoded; missing where the answer has none. */
  JsonNode find(JsonNode root, String member) {
    if (root.has(member)) {
      return decoded(root.path(member));
    }
    for (JsonNode action : decoded(root.path("actions"))) {
      for (Map.Entry<String, JsonNode> part : decoded(action).properties()) {
        JsonNode answer = decoded(part.getValue());
        if (part.getKey().equals(member)) {
          return answer;
        }
        if (answer.has(member)) {
          return decoded(answer.path(member));
        }
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode parsed(String call, String body) {
    String text = body.strip();
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    try {
      JsonNode root = text.isEmpty() ? MissingNode.getInstance() : json.readTree(text);
      root = root.isTextual() ? decoded(root) : root;
      if (root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      // Its message holds the body. Told below without it (invariant 8).
    }
    throw strange(call, text.isEmpty() ? "nothing" : "a page and not JSON");
  }

  private void check(String call, JsonNode answer) {
    JsonNode status = answer.path("status");
    // "status" of a nested thing that is no answer (a subscription) says Active and the like.
    boolean said = status.isValueNode() && (answer.has("message") || answer.has("type"));
    if (said && !status.asText().strip().equalsIgnoreCase(OK)) {
      throw errors.refused(call, answer.path("type").asText("").strip());
    }
    if (status.isValueNode() && status.asText().strip().equalsIgnoreCase("error")) {
      throw errors.refused(call, "");
    }
  }

  private static KartraApiException strange(String call, String what) {
    return new KartraApiException(
        "OFF-2804",
        "What answers %s is not Kartra's API: it sent %s. Look at baseUri in the secret; else it is asked again later."
            .formatted(call, what),
        Remedy.LATER,
        null);
  }

  /** A member as JSON, where it is JSON in a string; else as it is. */
  JsonNode decoded(JsonNode node) {
    if (!node.isTextual()) {
      return node;
    }
    String text = node.asText().strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return node;
    }
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      return node; // A text that only begins like JSON, such as a note: kept as it is.
    }
  }
}
