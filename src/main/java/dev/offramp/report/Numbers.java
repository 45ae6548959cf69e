package dev.offramp.report;

import dev.offramp.record.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/** Says numbers as people read them, the same on every machine. */
final class Numbers {
  private static final int USUAL_DIGITS = 2;
  private static final int THOUSANDS = 3;

  private Numbers() {}

  /** With a comma between thousands. */
  static String of(long value) {
    StringBuilder text = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int comma = text.length() - THOUSANDS; comma > first; comma -= THOUSANDS) {
      text.insert(comma, ',');
    }
    return text.toString();
  }

  /** A share of a whole. */
  static String percent(long part, long whole) {
    if (whole == 0 || part == 0) {
      return "0 %";
    }
    double share = 100.0 * part / whole;
    return share < 0.1 ? "under 0.1 %" : String.format(Locale.ROOT, "%.1f %%", share);
  }

  /** An amount with its currency, exact to the smallest unit. */
  static String money(String currency, BigInteger minorUnits) {
    int digits = digits(currency);
    BigDecimal amount = new BigDecimal(minorUnits, digits);
    String unit = currency.equals(Money.NO_CURRENCY) ? "" : " " + currency;
    return String.format(Locale.ROOT, "%,." + digits + "f%s", amount, unit);
  }

  /** How many digits a currency has after the point: ISO 4217, as the JDK knows it. */
  private static int digits(String currency) {
    Optional<Currency> known =
        Currency.getAvailableCurrencies().stream()
            .filter(c -> c.getCurrencyCode().equals(currency))
            .findFirst();
    int digits = known.map(Currency::getDefaultFractionDigits).orElse(USUAL_DIGITS);
    return digits < 0 ? USUAL_DIGITS : digits;
  }
}
