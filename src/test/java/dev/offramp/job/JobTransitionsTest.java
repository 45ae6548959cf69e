package dev.offramp.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every state with every event, as data; a dash is an event that the state does not know. */
class JobTransitionsTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/job/transitions.csv", numLinesToSkip = 1)
  void everyStateAndEvent(JobState state, JobEvent event, String next) {
    Optional<JobState> wanted =
        next.equals("-") ? Optional.empty() : Optional.of(JobState.valueOf(next));
    assertThat(JobTransitions.next(state, event)).isEqualTo(wanted);
  }

  @Test
  void theDataNamesEveryPair() throws java.io.IOException {
    try (var in = getClass().getResourceAsStream("/job/transitions.csv")) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(text.lines().skip(1).distinct())
          .hasSize(JobState.values().length * JobEvent.values().length);
    }
  }
}
