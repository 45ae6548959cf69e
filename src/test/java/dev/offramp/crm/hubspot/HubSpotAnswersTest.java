package dev.offramp.crm.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.crm.DestinationException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the adapter makes of HubSpot's answers. The cases are data, in {@code answers/*.yaml}: a
 * call, the answers in the order in which they come, and what is expected: {@code rows} (trace,
 * verdict, id, words), or {@code throws} with {@code code} and {@code says}; always how many {@code
 * calls} were made, and how long the limits made them {@code wait}.
 *
 * <p>HubSpot's own descriptions of its API carry no licence to keep them, so the answers are
 * written by hand from its pages; what these leave open is decided the strict way, as the adapter's
 * comments say.
 */
class HubSpotAnswersTest {
  private static final List<String> FILES =
      List.of("contacts", "limits", "reads", "properties", "lists", "consent");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return all().stream()
        .map(test -> DynamicTest.dynamicTest(test.path("id").asText(), () -> check(test)));
  }

  @Test
  void idsAreUnique() throws IOException {
    List<String> ids = all().stream().map(test -> test.path("id").asText()).toList();
    assertThat(ids).doesNotHaveDuplicates().doesNotContain("").hasSizeGreaterThan(40);
  }

  private static List<JsonNode> all() throws IOException {
    List<JsonNode> tests = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in =
          HubSpotAnswersTest.class.getResourceAsStream("answers/" + file + ".yaml")) {
        // Jackson's own reader of YAML knows no anchors.
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        JsonNode cases = JSON.valueToTree(yaml.load(in));
        cases.forEach(tests::add);
      }
    }
    return tests;
  }

  private static void check(JsonNode test) {
    HubSpotRig rig = new HubSpotRig(test.path("answers"));
    List<String> lines = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> lines.addAll(rig.run(test)));
    if (test.has("throws")) {
      assertThat(thrown).as("%s", lines).isNotNull();
      assertThat(thrown.getClass().getSimpleName()).isEqualTo(test.path("throws").asText());
      if (test.has("code")) {
        assertThat(((DestinationException) thrown).code()).isEqualTo(test.path("code").asText());
      }
      assertThat(thrown).hasMessageContaining(test.path("says").asText());
      test.path("hides")
          .forEach(value -> assertThat(thrown.getMessage()).doesNotContain(value.asText()));
    } else {
      if (thrown != null) {
        throw new AssertionError("thrown instead of rows", thrown);
      }
      List<String> expected = new ArrayList<>();
      test.path("rows").forEach(row -> expected.add(row.asText()));
      assertThat(lines).containsExactlyElementsOf(expected);
    }
    assertThat(rig.vendor.calls()).hasSize(test.path("calls").asInt(1));
    assertThat(rig.vendor.left()).as("answers that nobody asked for").isZero();
    assertThat(Duration.between(HubSpotRig.START, rig.clock.instant()))
        .isEqualTo(Duration.parse(test.path("waits").asText("PT0S")));
    rig.throttle.close();
  }
}
