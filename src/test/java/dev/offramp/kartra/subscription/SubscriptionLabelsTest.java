package dev.offramp.kartra.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.record.SubscriptionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The words for the states of subscriptions: the cases are rows of a table. */
class SubscriptionLabelsTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/dev/offramp/kartra/kinds/subscription-states.csv",
      delimiter = '|',
      quoteCharacter = '\'',
      numLinesToSkip = 1)
  void states(String label, SubscriptionState state) {
    assertThat(SubscriptionLabels.of(label)).isEqualTo(state);
  }
}
