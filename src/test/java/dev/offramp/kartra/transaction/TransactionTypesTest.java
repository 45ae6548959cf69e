package dev.offramp.kartra.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.record.TransactionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The words for types, and which way money went: the cases are rows of a table. */
class TransactionTypesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/dev/offramp/kartra/kinds/transaction-types.csv",
      delimiter = '|',
      quoteCharacter = '\'',
      numLinesToSkip = 1)
  void types(String label, TransactionType type, int sign) {
    assertThat(TransactionTypes.of(label)).isEqualTo(type);
    assertThat(type.sign()).isEqualTo(sign);
  }
}
