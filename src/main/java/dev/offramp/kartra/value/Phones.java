package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes one E.164 number of Kartra's two columns, whose contents are dirty: the number may be
 * national, may hold the country code as well, may hold it twice, and the code may be missing.
 * Nothing is guessed in silence: whatever could have been meant otherwise is told.
 */
public final class Phones {
  /** A spreadsheet has rounded the number: its last digits are lost. */
  public static final String ROUNDED = "OFF-1240";

  /** There was no country code; the contact's country or the plan's region was taken. */
  public static final String ASSUMED = "OFF-1241";

  /** The two columns can be read in two ways, or disagree. */
  public static final String DOUBTFUL = "OFF-1242";

  /** No number could be made of it. */
  public static final String NO_NUMBER = "OFF-1206";

  private static final Pattern SCIENTIFIC = Pattern.compile("\\+?\\d+([.,]\\d+)?[eE]\\+?\\d+");
  private static final String QUOTES = "\"'";
  private static final int SHORTEST_WITH_CODE = 11;
  private static final int LONGEST_WITH_CODE = 15;
  private static final int NORTH_AMERICA = 4;

  /** From how many numbers of a region on its table is worth compiling: it takes some 10 ms. */
  private static final int WORTHWHILE = 500;

  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final ValidNumbers numbers = new ValidNumbers(library, WORTHWHILE);
  private final Countries countries = new Countries();
  private final String region;

  /** Takes the ISO code of the country whose numbers have no country code. */
  public Phones(String region) {
    this.region = region.strip().toUpperCase(Locale.ROOT);
  }

  /**
   * What the columns come to.
   *
   * @param number in E.164, with an extension such as {@code " ext. 12"} behind it where there is
   *     one; nothing where no valid number can be made
   * @param told codes of what a person should know
   */
  public record Reading(Optional<String> number, List<String> told) {
    /** Copies the codes. */
    public Reading {
      told = List.copyOf(told);
    }
  }

  private Reading found(PhoneNumber number, String... told) {
    // Zeros that belong to a number are the library's matter.
    String e164 =
        number.isItalianLeadingZero()
            ? library.format(number, PhoneNumberFormat.E164)
            : "+" + number.getCountryCode() + number.getNationalNumber();
    String extension = number.hasExtension() ? " ext. " + number.getExtension() : "";
    return new Reading(Optional.of(e164 + extension), List.of(told));
  }

  /** The number in E.164, or nothing where no valid number can be made of it. */
  public Optional<String> e164(String countryCode, String phone) {
    return read(countryCode, phone, "").number();
  }

  /**
   * Reads both columns.
   *
   * @param countryCode {@code +1}, {@code 1}, {@code US}, or empty
   * @param phone as it stands
   * @param country the contact's country in any form, or empty: tells of numbers without a code
   */
  public Reading read(String countryCode, String phone, String country) {
    String number = unwrapped(phone.strip()).strip();
    if (isScientific(number)) {
      return new Reading(Optional.empty(), List.of(ROUNDED));
    }
    String code = digits(countryCode);
    String named = code.isEmpty() ? countries.iso(countryCode).orElse("") : "";
    String start = opened(number);
    if (start.startsWith("+") || start.startsWith("00")) {
      return international("+" + withoutSigns(start), code);
    }
    if (code.isEmpty() && named.isEmpty()) {
      return withoutCode(number, country);
    }
    return withCode(number, code.isEmpty() ? codeOf(named) : code);
  }

  private static boolean isScientific(String number) {
    boolean power = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    return power && SCIENTIFIC.matcher(number).matches();
  }

  /** The number without the quotation marks, or the scheme, that programs put around it. */
  private static String unwrapped(String phone) {
    if (phone.regionMatches(true, 0, "tel:", 0, 4)) {
      return withoutQuotes(phone, 4);
    }
    int from = phone.startsWith("=") && isQuote(phone, 1) ? 1 : 0;
    while (isQuote(phone, from)) {
      from++;
    }
    return withoutQuotes(phone, from);
  }

  private static String withoutQuotes(String phone, int from) {
    int to = phone.length();
    while (to > from && isQuote(phone, to - 1)) {
      to--;
    }
    return phone.substring(from, to);
  }

  private static boolean isQuote(String text, int at) {
    return at < text.length() && QUOTES.indexOf(text.charAt(at)) >= 0;
  }

  private static String opened(String number) {
    int from = 0;
    while (from < number.length()
        && (number.charAt(from) == '(' || Character.isWhitespace(number.charAt(from)))) {
      from++;
    }
    return number.substring(from);
  }

  private static String withoutSigns(String start) {
    int from = start.startsWith("+") ? 1 : 0;
    return start.substring(start.startsWith("00", from) ? from + 2 : from);
  }

  private static String fromFirstDigit(String number) {
    int from = 0;
    while (from < number.length() && (number.charAt(from) < '0' || number.charAt(from) > '9')) {
      from++;
    }
    return number.substring(from);
  }

  /** A number that says that it is international. */
  private Reading international(String number, String code) {
    Optional<PhoneNumber> asIs = valid(number, null);
    if (asIs.isPresent()) {
      boolean same = code.isEmpty() || ("" + asIs.get().getCountryCode()).equals(code);
      boolean area = code.length() == NORTH_AMERICA && digits(number).startsWith(code);
      return same || area ? found(asIs.get()) : found(asIs.get(), DOUBTFUL);
    }
    String digits = digits(number);
    if (!code.isEmpty() && digits.startsWith(code + code)) {
      Optional<PhoneNumber> once = valid("+" + digits.substring(code.length()), null);
      if (once.isPresent()) {
        return found(once.get());
      }
    }
    // The plus belongs to a national number, where the code's own country knows such a one.
    Optional<PhoneNumber> national =
        code.isEmpty() ? Optional.empty() : valid(digits, regionOf(code));
    return national.map(n -> found(n, DOUBTFUL)).orElseGet(Phones::none);
  }

  /** The code has a column of its own; the number may hold it all the same. */
  private Reading withCode(String number, String code) {
    String digits = digits(number);
    Optional<PhoneNumber> national = national(number, code);
    Optional<PhoneNumber> doubled =
        digits.startsWith(code) ? valid("+" + fromFirstDigit(number), null) : Optional.empty();
    if (doubled.isPresent()) {
      // Both readings are numbers only where lengths vary; a code that is written twice is the
      // commoner of the two.
      boolean both = national.isPresent() && !national.get().equals(doubled.get());
      return both ? found(doubled.get(), DOUBTFUL) : found(doubled.get());
    }
    if (national.isPresent()) {
      boolean other = !code.startsWith("" + national.get().getCountryCode());
      return other ? found(national.get(), DOUBTFUL) : found(national.get());
    }
    Optional<PhoneNumber> lostZero = valid("0" + digits, regionOf(code));
    if (lostZero.isPresent()) {
      return found(lostZero.get(), DOUBTFUL);
    }
    return full(digits).map(n -> found(n, DOUBTFUL)).orElseGet(Phones::none);
  }

  private Optional<PhoneNumber> national(String number, String code) {
    String there = regionOf(code);
    return there.isEmpty() ? valid("+" + code + digits(number), null) : valid(number, there);
  }

  private Reading withoutCode(String number, String country) {
    List<String> regions = new ArrayList<>();
    countries.iso(country).ifPresent(regions::add);
    regions.add(region);
    for (String there : regions) {
      Optional<PhoneNumber> found = valid(number, there);
      if (found.isPresent()) {
        boolean said = digits(number).startsWith("1") && found.get().getCountryCode() == 1;
        return said ? found(found.get()) : found(found.get(), ASSUMED);
      }
    }
    return full(digits(number)).map(n -> found(n, ASSUMED)).orElseGet(Phones::none);
  }

  /** Digits that are a whole international number without its plus. */
  private Optional<PhoneNumber> full(String digits) {
    boolean fits = digits.length() >= SHORTEST_WITH_CODE && digits.length() <= LONGEST_WITH_CODE;
    return fits ? valid("+" + digits, null) : Optional.empty();
  }

  private static Reading none() {
    return new Reading(Optional.empty(), List.of(NO_NUMBER));
  }

  private static String digits(String number) {
    StringBuilder digits = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  private String codeOf(String iso) {
    int code = library.getCountryCodeForRegion(iso);
    return code == 0 ? "" : Integer.toString(code);
  }

  /** The region of a calling code, or empty where there is none of that number. */
  private String regionOf(String code) {
    if (code.isEmpty() || code.length() > 3) {
      return "";
    }
    String found = library.getRegionCodeForCountryCode(Integer.parseInt(code));
    return found.length() == 2 && !found.equals("ZZ") ? found : "";
  }

  private Optional<PhoneNumber> valid(String number, String from) {
    if (from != null && from.isEmpty()) {
      return Optional.empty();
    }
    return numbers.valid(number, from);
  }
}
