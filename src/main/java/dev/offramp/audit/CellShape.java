package dev.offramp.audit;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a single cell looks like. */
enum CellShape {
  /** {@code 0} or {@code 1}: a number, or a yes and no. */
  BIT,
  YES_NO,
  INTEGER,
  DECIMAL,
  DATE,
  EMAIL,
  URL,
  TEXT;

  private static final Pattern DATE_FORM =
      Pattern.compile(
          "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4})(?:[T ,].{0,20})?");
  private static final Pattern DECIMAL_FORM =
      Pattern.compile("[-+]?[$€£]?(?:\\d{1,3}(?:[,' ]\\d{3})+|\\d+)?[.,]\\d+");
  private static final Set<String> YES_OR_NO = Set.of("yes", "no", "true", "false");
  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_INTEGER = 18;

  /** The shape of a cell that is not empty. */
  static CellShape of(String cell) {
    char first = cell.charAt(0);
    if (cell.length() == 1 && (first == '0' || first == '1')) {
      return BIT;
    }
    if (cell.length() <= LONGEST_NUMBER && "0123456789+-.,$€£".indexOf(first) >= 0) {
      return number(cell);
    }
    if (cell.length() <= 5 && YES_OR_NO.contains(cell.toLowerCase(Locale.ROOT))) {
      return YES_NO;
    }
    if (cell.regionMatches(true, 0, "http://", 0, 7)
        || cell.regionMatches(true, 0, "https://", 0, 8)
        || cell.regionMatches(true, 0, "www.", 0, 4)) {
      return URL;
    }
    return address(cell) ? EMAIL : TEXT;
  }

  private static CellShape number(String cell) {
    int sign = "+-".indexOf(cell.charAt(0)) >= 0 ? 1 : 0;
    int end = sign;
    while (end < cell.length() && cell.charAt(end) >= '0' && cell.charAt(end) <= '9') {
      end++;
    }
    if (end == cell.length()) {
      return end > sign && end - sign <= LONGEST_INTEGER ? INTEGER : TEXT;
    }
    // The patterns are slow, and most cells cannot fit them.
    boolean mayBeDate = sign == 0 && end > 0 && end <= 4 && "-/.".indexOf(cell.charAt(end)) >= 0;
    if (mayBeDate && DATE_FORM.matcher(cell).matches()) {
      return DATE;
    }
    boolean mark = cell.indexOf('.') >= 0 || cell.indexOf(',') >= 0;
    if (mark && DECIMAL_FORM.matcher(cell).matches()) {
      return DECIMAL;
    }
    return address(cell) ? EMAIL : TEXT;
  }

  private static boolean address(String cell) {
    int at = cell.indexOf('@');
    return at > 0
        && cell.indexOf('@', at + 1) < 0
        && cell.indexOf('.', at) > at + 1
        && cell.indexOf(' ') < 0
        && cell.indexOf('\n') < 0;
  }
}
