package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpReply;
import dev.offramp.http.HttpTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Gives the answers of a script in order, and keeps the requests. */
final class ScriptedVendor implements HttpTransport {
  private final Deque<JsonNode> script = new ArrayDeque<>();
  private final List<HttpCall> calls = new ArrayList<>();

  ScriptedVendor(JsonNode answers) {
    answers.forEach(script::add);
  }

  @Override
  public HttpReply send(HttpCall call) throws IOException {
    calls.add(call);
    JsonNode answer = script.poll();
    if (answer == null) {
      throw new AssertionError("a call that the script does not have: " + call.name());
    }
    switch (answer.path("fails").asText("")) {
      case "timeout" -> throw new HttpTimeoutException("request timed out");
      case "cut off" -> throw new IOException("closed");
      case "no connection" ->
          throw new NotSentException("refused", new ConnectException("refused"));
      default -> {
        return reply(answer);
      }
    }
  }

  private static HttpReply reply(JsonNode answer) {
    Map<String, List<String>> headers = new TreeMap<>();
    answer
        .path("headers")
        .properties()
        .forEach(
            h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), List.of(h.getValue().asText())));
    JsonNode body = answer.path("body");
    String text = body.isMissingNode() ? answer.path("text").asText("") : body.toString();
    return new HttpReply(answer.path("status").asInt(), headers, text);
  }

  List<HttpCall> calls() {
    return calls;
  }

  int left() {
    return script.size();
  }
}
