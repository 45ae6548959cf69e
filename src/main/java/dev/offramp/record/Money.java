package dev.offramp.record;

import java.util.Objects;

/**
 * An amount, exact: no binary fraction ever holds money.
 *
 * @param currency ISO 4217, such as {@code USD}; {@code XXX} ("no currency") where the export names
 *     none
 * @param minorUnits in the currency's smallest unit: cents for USD, yen for JPY, fils for KWD;
 *     hundredths where there is no currency
 */
public record Money(String currency, long minorUnits) {
  /** The code that ISO 4217 keeps for "no currency". */
  public static final String NO_CURRENCY = "XXX";

  /** Checks that a currency is named. */
  public Money {
    Objects.requireNonNull(currency);
  }

  /**
   * The sum of two.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if it is too large
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("sum of " + currency + " and " + other.currency);
    }
    return new Money(currency, Math.addExact(minorUnits, other.minorUnits));
  }
}
