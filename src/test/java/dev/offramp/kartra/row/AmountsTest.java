package dev.offramp.kartra.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A plus sends an amount the long way, and means nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"", "USD", "JPY", "KWD", "CLF", "ZZZ", "XXX"})
  void plainDigitsComeToTheSameTheShortWayAndTheLongOne(String currency) {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String cell = digits(random, random.nextInt(13));
      if (random.nextInt(4) > 0) {
        cell += "." + digits(random, random.nextInt(6));
      }
      for (char delimiter : new char[] {',', ';'}) {
        Amounts amounts = new Amounts(delimiter);
        assertThat(inWords(amounts.read(cell, currency)))
            .as("%s %s", cell, currency)
            .isEqualTo(cell.isEmpty() ? "nothing" : inWords(amounts.read("+" + cell, currency)));
      }
    }
  }

  private static String digits(Random random, int count) {
    return random
        .ints(count, '0', random.nextInt(5) == 0 ? '1' : '9' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String inWords(Amounts.Reading reading) {
    if (reading instanceof Amounts.Exact exact) {
      String amount = exact.money().currency() + " " + exact.money().minorUnits();
      return exact.minus() ? amount + " minus" : amount;
    }
    return reading instanceof Amounts.Nothing ? "nothing" : "unclear";
  }
}
