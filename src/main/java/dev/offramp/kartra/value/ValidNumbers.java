package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * Reads numbers with libphonenumber, and asks it no more than is needed: the commonest ones need no
 * search for extensions and prefixes, and most are valid in the main country of their code. The
 * answers are the library's own.
 */
final class ValidNumbers {
  private static final int NORTH_AMERICA = 1;
  private static final int DIGITS = 10;

  /** Longer texts are no numbers to the library either. */
  private static final int LONGEST = 250;

  private final PhoneNumberUtil library;

  ValidNumbers(PhoneNumberUtil library) {
    this.library = library;
  }

  /**
   * The number that a text is.
   *
   * @param from the region whose numbers have no country code; null where the text has one
   */
  Optional<PhoneNumber> valid(String text, String from) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      PhoneNumber number = plain(text, from);
      PhoneNumber read = number == null ? library.parse(text, from) : number;
      return isValid(read) ? Optional.of(read) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /** The library looks at every country of a code; the main one answers for nearly all. */
  private boolean isValid(PhoneNumber number) {
    String main = library.getRegionCodeForCountryCode(number.getCountryCode());
    return library.isValidNumberForRegion(number, main) || library.isValidNumber(number);
  }

  /** Ten digits of North America with nothing but the usual marks between them; else null. */
  private static PhoneNumber plain(String text, String from) {
    int start = from == null && text.startsWith("+1") ? 2 : 0;
    if (start == 0 && !"US".equals(from) && !"CA".equals(from)) {
      return null;
    }
    long digits = 0;
    int count = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + c - '0';
        count++;
      } else if (" ()-.".indexOf(c) < 0) {
        return null;
      }
      if (count > DIGITS || (count == 1 && digits < 2)) {
        return null; // A leading 1 may be the code, a 0 a prefix.
      }
    }
    return count == DIGITS
        ? new PhoneNumber().setCountryCode(NORTH_AMERICA).setNationalNumber(digits)
        : null;
  }
}
