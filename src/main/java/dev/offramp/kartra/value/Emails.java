package dev.offramp.kartra.value;

import java.util.regex.Pattern;

/**
 * Whether an address can be delivered to at all, in the form that destinations accept: one
 * {@code @}, a local part of at most 64 characters, a domain of at least two labels.
 *
 * <p>Source: RFC 5321, 4.5.3.1, https://www.rfc-editor.org/rfc/rfc5321
 */
public final class Emails {
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\\p{L}-]{1,64}"
              + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}]"
              + "[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}]");
  private static final int LONGEST = 254;

  private Emails() {}

  /** Whether the text is an address. */
  public static boolean isValid(String text) {
    return text.length() <= LONGEST
        && FORM.matcher(text).matches()
        && !text.startsWith(".")
        && !text.contains("..")
        && !text.contains(".@");
  }
}
