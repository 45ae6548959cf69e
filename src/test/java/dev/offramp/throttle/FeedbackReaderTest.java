package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.throttle.Feedback.Reading;
import dev.offramp.throttle.Feedback.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What answers say about a budget: the cases are rows of two tables. */
class FeedbackReaderTest {
  /** 2026-11-24T10:00:00Z is 1795514400 in seconds since 1970. */
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final Dialects dialects = new Dialects();

  @Test
  void every_platform_with_limits_has_a_dialect() {
    assertThat(dialects.platforms()).isEqualTo(LimitsCatalogue.bundled().platforms());
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "feedback-stalls.csv", delimiter = '|', numLinesToSkip = 1)
  void stalls(
      String id,
      String platform,
      int status,
      String headers,
      String body,
      Verdict verdict,
      String seconds,
      String reason) {
    Feedback feedback = read(platform, status, headers, body);

    assertThat(feedback.verdict()).isEqualTo(verdict);
    assertThat(feedback.opensAt())
        .isEqualTo(
            Optional.ofNullable(seconds)
                .map(s -> NOW.plusMillis(Math.round(Double.parseDouble(s) * 1_000))));
    assertThat(feedback.reason()).contains(reason == null ? "" : reason);
    assertThat(feedback.closes()).isEqualTo(verdict != Verdict.FINE);
    assertThat(feedback.reason().isEmpty()).isEqualTo(verdict == Verdict.FINE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "feedback-readings.csv", delimiter = '|', numLinesToSkip = 1)
  void readings(String id, String platform, String headers, String readings) {
    assertThat(
            read(platform, 200, headers, null).readings().stream()
                .map(FeedbackReaderTest::inWords)
                .collect(Collectors.joining("; ")))
        .isEqualTo(readings == null ? "" : readings);
  }

  private static String inWords(Reading r) {
    return r.remaining()
        + " of "
        + r.limit()
        + " "
        + r.unit()
        + " in "
        + r.window().map(Object::toString).orElse("?");
  }

  private Feedback read(String platform, int status, String headers, String body) {
    return dialects
        .reader(platform)
        .read(new Answer(status, headers(headers), body == null ? "" : body, NOW));
  }

  private static Map<String, List<String>> headers(String cell) {
    Map<String, List<String>> headers = new HashMap<>();
    if (cell != null) {
      Arrays.stream(cell.split(";;"))
          .map(header -> header.split(":", 2))
          .forEach(pair -> headers.put(pair[0].strip(), List.of(pair[1].strip())));
    }
    return headers;
  }
}
