package dev.offramp.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.http.HttpCall;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the adapter sends, to the letter: a file for each of the main calls in {@code requests/},
 * with the call, the answers that it gets, and the method, path, effect and body of every request.
 *
 * <p>HubSpot publishes descriptions of its API without a licence to keep them here, so these files
 * are held against its pages by hand and not against a schema.
 */
class HubSpotRequestsTest {
  private static final List<String> FILES =
      List.of(
          "read",
          "create",
          "update",
          "archive",
          "define-marker",
          "define-options",
          "find-list",
          "make-list",
          "join",
          "leave",
          "memberships",
          "read-consent",
          "opt-out",
          "subscribe",
          "restore-consent",
          "undefine");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> requests() {
    return FILES.stream().map(file -> DynamicTest.dynamicTest(file, () -> check(file)));
  }

  private static void check(String file) throws IOException {
    JsonNode test;
    try (InputStream in =
        HubSpotRequestsTest.class.getResourceAsStream("requests/" + file + ".json")) {
      test = JSON.readTree(in);
    }
    HubSpotRig rig = new HubSpotRig(test.path("answers"));
    rig.run(test);
    ArrayNode sent = JSON.createArrayNode();
    for (HttpCall call : rig.vendor.calls()) {
      ObjectNode one = sent.addObject();
      one.put("name", call.name()).put("method", call.method()).put("path", call.path());
      one.put("effect", call.effect().name());
      if (call.body() != null) {
        one.set("body", JSON.readTree(call.body()));
      }
      assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    }
    assertThat(sent.toPrettyString()).isEqualTo(test.path("requests").toPrettyString());
  }
}
