package dev.offramp.audit.forecast;

import java.util.Locale;

/** A line of arithmetic, the same on every machine. */
final class Line {
  private Line() {}

  /** As {@link String#format}, with a comma between thousands and a point before fractions. */
  static String of(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
