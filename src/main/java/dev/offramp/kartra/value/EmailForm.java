package dev.offramp.kartra.value;

/**
 * The form of an address in plain letters: words and dots, an {@code @}, labels and a last label
 * that is a name or begins with {@code xn--}. One look at each character, because every row is
 * asked.
 *
 * <p>Sources: RFC 5321, 4.1.2 and 4.5.3.1, https://www.rfc-editor.org/rfc/rfc5321; RFC 1035, 2.3.1,
 * https://www.rfc-editor.org/rfc/rfc1035.
 */
final class EmailForm {
  /** The most characters of an address. */
  static final int LONGEST = 254;

  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_LABEL = 63;
  private static final String PUNCTUATION = "!#$%&'*+/=?^_`{|}~-";
  private static final String OTHER_SCRIPT = "xn--";

  private EmailForm() {}

  static boolean fits(String text) {
    int at = text.indexOf('@');
    return text.length() <= LONGEST
        && at > 0
        && at <= LONGEST_LOCAL
        && isLocal(text, at)
        && isDomain(text, at + 1);
  }

  private static boolean isLocal(String text, int end) {
    boolean begun = false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' ? !begun : !isAlphanumeric(c) && PUNCTUATION.indexOf(c) < 0) {
        return false;
      }
      begun = c != '.';
    }
    return begun;
  }

  private static boolean isDomain(String text, int from) {
    int start = from;
    for (int dot = text.indexOf('.', from); dot >= 0; dot = text.indexOf('.', start)) {
      if (!isLabel(text, start, dot)) {
        return false;
      }
      start = dot + 1;
    }
    return start > from && isLabel(text, start, text.length()) && isTop(text, start);
  }

  private static boolean isLabel(String text, int start, int end) {
    if (end == start
        || end - start > LONGEST_LABEL
        || text.charAt(start) == '-'
        || text.charAt(end - 1) == '-') {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!isAlphanumeric(text.charAt(i)) && text.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }

  /** Whether a label can be the last one. */
  private static boolean isTop(String text, int start) {
    int length = text.length() - start;
    if (text.regionMatches(true, start, OTHER_SCRIPT, 0, OTHER_SCRIPT.length())) {
      return length >= OTHER_SCRIPT.length() + 2;
    }
    for (int i = start; i < text.length(); i++) {
      if (!isLetter(text.charAt(i))) {
        return false;
      }
    }
    return length >= 2;
  }

  private static boolean isAlphanumeric(char c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
