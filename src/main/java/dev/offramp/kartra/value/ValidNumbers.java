package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * Reads numbers as libphonenumber does, and asks it no more than is needed: what is nothing but
 * digits and the usual marks is read by the compiled table of its region, and only what could be
 * read otherwise by the library. The answers are the library's own. For one thread.
 */
final class ValidNumbers {
  /** Longer texts are no numbers to the library either. */
  private static final int LONGEST = 250;

  private static final int LONGEST_CODE = 3;
  private static final String MARKS = " ()-.";

  private final PhoneNumberUtil library;
  private final RegionTables tables;

  /** Takes the library, and from how many numbers of a region on its table is worth compiling. */
  ValidNumbers(PhoneNumberUtil library, int worthwhile) {
    this.library = library;
    this.tables = new RegionTables(library, worthwhile);
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
    String digits = digits(text, from == null);
    if (digits.isEmpty()) {
      return asked(text, from);
    }
    return from == null ? coded(text, digits) : within(text, digits, from);
  }

  /** The digits of a text that holds nothing but the usual marks beside them; else empty. */
  private static String digits(String text, boolean plus) {
    int start = plus ? 1 : 0;
    if (plus && !text.startsWith("+")) {
      return "";
    }
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (MARKS.indexOf(c) < 0) {
        return "";
      }
    }
    return digits.toString();
  }

  /** A number behind its country's code. */
  private Optional<PhoneNumber> coded(String text, String digits) {
    if (digits.charAt(0) == '0') {
      return Optional.empty(); // No code begins with it.
    }
    int code = 0;
    for (int length = 1; length <= LONGEST_CODE && length <= digits.length(); length++) {
      code = code * 10 + digits.charAt(length - 1) - '0';
      String main = library.getRegionCodeForCountryCode(code);
      if (!main.equals("ZZ")) {
        RegionNumbers table = tables.of(main);
        return table == null
            ? asked(text, null)
            : behindCode(text, digits.substring(length), code, table);
      }
    }
    return asked(text, null);
  }

  private Optional<PhoneNumber> behindCode(
      String text, String digits, int code, RegionNumbers table) {
    if (table.isHopeless(digits, true)) {
      return Optional.empty();
    }
    Optional<String> national = table.national(digits, true);
    return national.isPresent() ? checked(code, national.get(), table) : asked(text, null);
  }

  /** A number without a code. */
  private Optional<PhoneNumber> within(String text, String digits, String from) {
    RegionNumbers table = tables.of(from);
    if (table == null) {
      return asked(text, from);
    }
    boolean isMain = table.main().equals(from);
    if (isMain && table.isHopeless(digits, false)) {
      return Optional.empty();
    }
    // The library goes on with the main region's rules once it has found the code.
    boolean codeFirst = !isMain && digits.startsWith(Integer.toString(table.code()));
    Optional<String> national = codeFirst ? Optional.empty() : table.national(digits, false);
    RegionNumbers mains = isMain ? table : tables.of(table.main());
    return national.isPresent() && mains != null
        ? checked(table.code(), national.get(), mains)
        : asked(text, from);
  }

  /** The main region of a code answers for nearly all of its numbers. */
  private Optional<PhoneNumber> checked(int code, String national, RegionNumbers main) {
    PhoneNumber number =
        new PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
    return main.isValid(national) || isValidElsewhere(number)
        ? Optional.of(number)
        : Optional.empty();
  }

  private boolean isValidElsewhere(PhoneNumber number) {
    return library.getRegionCodesForCountryCode(number.getCountryCode()).size() > 1
        && library.isValidNumber(number);
  }

  private Optional<PhoneNumber> asked(String text, String from) {
    try {
      PhoneNumber read = library.parse(text, from);
      String main = library.getRegionCodeForCountryCode(read.getCountryCode());
      return library.isValidNumberForRegion(read, main) || library.isValidNumber(read)
          ? Optional.of(read)
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }
}
