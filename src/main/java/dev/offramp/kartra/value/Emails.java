package dev.offramp.kartra.value;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads e-mail addresses: puts right what can only be meant one way, and takes nothing that
 * destinations refuse.
 *
 * <p>Sources: RFC 5321, 4.5.3.1 (lengths), https://www.rfc-editor.org/rfc/rfc5321; RFC 5891
 * (domains of other scripts), https://www.rfc-editor.org/rfc/rfc5891.
 */
public final class Emails {
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
              + "(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,58}[A-Za-z0-9])");
  private static final Pattern NAMED = Pattern.compile("[^<>]*<\\s*([^<>]+?)\\s*>");
  private static final Pattern MAILTO = Pattern.compile("(?i)^mailto:\\s*");
  private static final Pattern AROUND = Pattern.compile("^[\"'‘’“”]+|[\"'‘’“”.,;]+$");
  private static final Pattern BETWEEN_TWO = Pattern.compile("@[^@]*[,;|/\\s][^@]*@");
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200B-\\u200D\\u2060\\uFEFF\\u00AD]");
  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;

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

  /** Reads a cell that is not empty. */
  public static Reading read(String cell) {
    String text = cell.strip();
    if (BETWEEN_TWO.matcher(text).find() && NAMED.matcher(text).results().count() != 1) {
      return new Reading.Several();
    }
    Matcher named = NAMED.matcher(text);
    String bare = named.matches() ? named.group(1) : text;
    bare = INVISIBLE.matcher(MAILTO.matcher(bare).replaceFirst("")).replaceAll("");
    bare = AROUND.matcher(bare).replaceAll("").strip().replaceAll("\\s*@\\s*", "@");
    Optional<String> address = ascii(bare).filter(Emails::isValid);
    return address.isPresent()
        ? new Reading.One(address.get(), !address.get().equals(text))
        : new Reading.None();
  }

  /** Whether a text is an address in plain letters that a message can be sent to. */
  public static boolean isValid(String text) {
    return text.length() <= LONGEST
        && text.indexOf('@') <= LONGEST_LOCAL
        && FORM.matcher(text).matches();
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
