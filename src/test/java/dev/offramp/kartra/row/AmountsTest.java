package dev.offramp.kartra.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Amounts are read exactly, or not at all: the cases are rows of a table. */
class AmountsTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/dev/offramp/kartra/kinds/amounts.csv",
      delimiter = '|',
      quoteCharacter = '"',
      numLinesToSkip = 1)
  void amounts(
      String id, String cell, String currency, char delimiter, String result, String minus) {
    Amounts.Reading reading =
        new Amounts(delimiter).read(cell == null ? "" : cell, currency == null ? "" : currency);

    assertThat(inWords(reading)).isEqualTo(minus == null ? result : result + " " + minus);
  }

  private static String inWords(Amounts.Reading reading) {
    if (reading instanceof Amounts.Exact exact) {
      String amount = exact.money().currency() + " " + exact.money().minorUnits();
      return exact.minus() ? amount + " minus" : amount;
    }
    return reading instanceof Amounts.Nothing ? "nothing" : "unclear";
  }
}
