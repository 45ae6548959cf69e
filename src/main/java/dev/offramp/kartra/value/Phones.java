package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes one E.164 number of Kartra's two columns, whose contents are dirty: the number may be
 * national, may hold the country code as well, or may hold it twice.
 */
public final class Phones {
  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final String region;

  /** Takes the ISO code of the country whose numbers have no country code. */
  public Phones(String region) {
    this.region = region;
  }

  /** The number in E.164, or nothing where no valid number can be made of it. */
  public Optional<String> e164(String countryCode, String phone) {
    String number = phone.strip();
    if (number.matches("[\\d.,]+[eE]\\+?\\d+")) {
      return Optional.empty(); // A spreadsheet has rounded it: the digits are lost.
    }
    String code = countryCode.replaceAll("\\D", "");
    String digits = number.replaceAll("[^\\d+]", "");
    if (digits.startsWith("00")) {
      digits = "+" + digits.substring(2);
    }
    if (digits.startsWith("+")) {
      return first(digits, code);
    }
    if (code.isEmpty()) {
      return valid(digits, regionOf(countryCode)).or(() -> valid("+" + digits(number), null));
    }
    return valid("+" + code + stripTrunk(digits), null)
        .or(() -> valid("+" + digits(number), null))
        .or(() -> valid(digits(number), regionOfCode(code)));
  }

  /** A number that says that it is international; its code may be there twice. */
  private Optional<String> first(String digits, String code) {
    Optional<String> asIs = valid(digits, null);
    if (asIs.isPresent() || code.isEmpty() || !digits.startsWith("+" + code + code)) {
      return asIs;
    }
    return valid("+" + digits.substring(1 + code.length()), null);
  }

  private static String digits(String number) {
    return number.replaceAll("\\D", "");
  }

  private static String stripTrunk(String digits) {
    return digits.startsWith("0") ? digits.substring(1) : digits;
  }

  private String regionOf(String countryCode) {
    String text = countryCode.strip().toUpperCase(Locale.ROOT);
    return library.getSupportedRegions().contains(text) ? text : region;
  }

  private String regionOfCode(String code) {
    return code.length() > 3 ? region : library.getRegionCodeForCountryCode(Integer.parseInt(code));
  }

  private Optional<String> valid(String number, String from) {
    try {
      PhoneNumber parsed = library.parse(number, from);
      return library.isValidNumber(parsed)
          ? Optional.of(library.format(parsed, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }
}
