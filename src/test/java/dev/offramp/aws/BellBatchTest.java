package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BellBatchTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> handled = new ArrayList<>();
  private final BellBatch batch =
      BellBatch.ofBells(
          (subject, deadline) -> {
            if (subject.startsWith("bad")) {
              throw new IllegalStateException("mia@example.com");
            }
            if (subject.equals("slow")) {
              clock.advance(Duration.ofSeconds(60));
            }
            handled.add(subject);
          },
          clock);

  @Test
  void eachMessageIsJudgedForItself() {
    assertThat(batch.failures(bells("first", "bad", "last"), Duration.ofSeconds(30)))
        .containsExactly("1");
    assertThat(handled).containsExactly("first", "last");
  }

  @Test
  void messagesThatSayTheSameAreAnsweredOnceAndShareTheirEnd() {
    assertThat(batch.failures(bells("a", "a", "bad", "bad"), Duration.ofSeconds(30)))
        .containsExactly("2", "3");
    assertThat(handled).containsExactly("a");
  }

  @Test
  void whatThereIsNoTimeForComesAgain() {
    assertThat(batch.failures(bells("slow", "next"), Duration.ofSeconds(30))).containsExactly("1");
    assertThat(handled).containsExactly("slow");
  }

  @Test
  void aMessageThatIsNoBellComesAgain() {
    Map<String, String> bodies = Map.of("x", "{\"Records\":[]}");
    assertThat(batch.failures(bodies, Duration.ofSeconds(30))).containsExactly("x");
    assertThat(batch.failures(Map.of("y", "not JSON"), Duration.ofSeconds(30)))
        .containsExactly("y");
  }

  @Test
  void invariant8_theLogHoldsClassesAndCodesAndNoMessage() {
    Exception cause = new IllegalArgumentException("OFF-2401 about mia@example.com");
    String text = FailureText.of(new IllegalStateException("Mia Example", cause));

    assertThat(text)
        .contains("java.lang.IllegalStateException at dev.offramp.aws.BellBatchTest")
        .contains("because of OFF-2401 java.lang.IllegalArgumentException")
        .doesNotContain("ia@example", "Mia");
  }

  private static Map<String, String> bells(String... subjects) {
    Map<String, String> bodies = new LinkedHashMap<>();
    for (int i = 0; i < subjects.length; i++) {
      bodies.put(Integer.toString(i), BellMessages.body(subjects[i]));
    }
    return bodies;
  }
}
