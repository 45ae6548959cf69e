package dev.offramp.kartra.value;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads e-mail addresses: puts right what can only be meant one way, and takes nothing that
 * destinations refuse.
 *
 * <p>Sources: RFC 5321, 4.5.3.1 (lengths), https://www.rfc-editor.org/rfc/rfc5321; RFC 5891
 * (domains of other scripts), https://www.rfc-editor.org/rfc/rfc5891.
 */
public final class Emails {
  private static final String QUOTES = "\"'‘’“”";
  private static final String AFTER = QUOTES + ".,;";
  private static final String BETWEEN = ",;|/";
  private static final String MAILTO = "mailto:";

  /** Whatever stands around an address: what is longer is none. */
  private static final int LONGEST_WRITTEN = 1024;

  private Emails() {}

  /** What a cell of the address column is. */
  public sealed interface Reading {
    /**
     * One address.
     *
     * @param address in a form that destinations take, its case as it was
     * @param repaired whether it differs from what stood there
     */
    record One(String address, boolean repaired) implements Reading {}

    /** More than one address: which of them is the person's cannot be told. */
    record Several() implements Reading {}

    /** No address. */
    record None() implements Reading {}
  }

  /** Reads a cell that is not empty, in time that grows with its length and no faster. */
  public static Reading read(String cell) {
    String text = cell.strip();
    if (isValid(text) && text.charAt(0) != '\'') {
      return new Reading.One(text, false);
    }
    if (holdsTwo(text) && bracketed(text) != 1) {
      return new Reading.Several();
    }
    String inside =
        isNamed(text) ? text.substring(text.indexOf('<') + 1, text.length() - 1).strip() : text;
    String bare = bare(inside);
    Optional<String> address =
        bare.length() > LONGEST_WRITTEN ? Optional.empty() : ascii(bare).filter(Emails::isValid);
    return address.isPresent()
        ? new Reading.One(address.get(), !address.get().equals(text))
        : new Reading.None();
  }

  /** Whether a text is an address in plain letters that a message can be sent to. */
  public static boolean isValid(String text) {
    return EmailForm.fits(text);
  }

  /** Whether what may stand between two addresses stands between two {@code @}. */
  private static boolean holdsTwo(String text) {
    boolean one = false;
    boolean between = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@') {
        if (one && between) {
          return true;
        }
        one = true;
        between = false;
      } else {
        between |= BETWEEN.indexOf(c) >= 0 || Character.isWhitespace(c);
      }
    }
    return false;
  }

  /** How often something stands in angle brackets. */
  private static int bracketed(String text) {
    int count = 0;
    int open = -1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '<') {
        open = i;
      } else if (text.charAt(i) == '>') {
        count += open >= 0 && i > open + 1 ? 1 : 0;
        open = -1;
      }
    }
    return count;
  }

  /** Whether a text is a name with something in angle brackets behind it, and nothing else. */
  private static boolean isNamed(String text) {
    int open = text.indexOf('<');
    int close = text.indexOf('>');
    return open >= 0
        && text.lastIndexOf('<') == open
        && close == text.length() - 1
        && close > open + 1;
  }

  /** The text without what mail programs and people put around and into an address. */
  private static String bare(String text) {
    boolean link = text.regionMatches(true, 0, MAILTO, 0, MAILTO.length());
    String seen = seen(link ? text.substring(MAILTO.length()) : text);
    seen = unquoted(seen.strip()).strip();
    int at = seen.indexOf('@');
    return at < 0
        ? seen
        : seen.substring(0, at).stripTrailing() + "@" + seen.substring(at + 1).stripLeading();
  }

  private static String unquoted(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && QUOTES.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && AFTER.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The text without characters that nobody sees. */
  private static String seen(String text) {
    StringBuilder seen = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0xAD)) {
        seen.append(c);
      }
    }
    return seen.toString();
  }

  /** The address with its domain as the name system knows it; nothing where that has no form. */
  private static Optional<String> ascii(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0 || text.chars().skip(at).allMatch(c -> c < 128)) {
      return Optional.of(text);
    }
    try {
      String domain = IDN.toASCII(text.substring(at + 1)).toLowerCase(Locale.ROOT);
      return Optional.of(text.substring(0, at + 1) + domain);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // No domain can be called that.
    }
  }
}
