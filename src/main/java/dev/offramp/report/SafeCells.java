package dev.offramp.report;

/**
 * Makes text safe as a cell of a CSV file that a person opens in a spreadsheet: what would run as a
 * formula is quoted.
 *
 * <p>Source: OWASP, CSV injection, https://owasp.org/www-community/attacks/CSV_Injection
 */
final class SafeCells {
  private static final String RISKY = "=+-@\t\r";

  private SafeCells() {}

  static String of(String text) {
    return !text.isEmpty() && RISKY.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
