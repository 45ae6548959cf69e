package dev.offramp.kartra.value;

import java.time.Month;
import java.util.Locale;
import java.util.OptionalInt;

/** English names of months, whole or cut to three letters or more. */
final class MonthNames {
  private static final int SHORTEST = 3;

  private MonthNames() {}

  static OptionalInt number(String name) {
    String start = name.toUpperCase(Locale.ROOT);
    if (start.length() >= SHORTEST) {
      for (Month month : Month.values()) {
        if (month.name().startsWith(start)) {
          return OptionalInt.of(month.getValue());
        }
      }
    }
    return OptionalInt.empty();
  }
}
