package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of one region, compiled from libphonenumber's own table, for texts that are nothing
 * but digits. It answers only where the library could not read the digits in another way: where
 * they begin neither as a call abroad nor with the country's own code, and with nothing before the
 * number but a plain prefix of calls within the country.
 *
 * <p>Source: PhoneNumberUtil.parseHelper, maybeExtractCountryCode,
 * maybeStripNationalPrefixAndCarrierCode and getNumberTypeHelper,
 * https://github.com/google/libphonenumber.
 */
final class RegionNumbers {
  private static final Pattern PLAIN = Pattern.compile("\\d+");

  /** Of fewer digits, or of more, the library does not make a number. */
  private static final int SHORTEST = 4;

  private static final int LONGEST = 17;
  private static final int DIGITS = 10;

  private final String code;
  private final String prefix;

  /** By the first two digits: whether a call abroad may begin so. */
  private final boolean[] abroad = new boolean[DIGITS * DIGITS];

  /** By the first digit: whether a prefix that is not a plain one may begin so. */
  private final boolean[] prefixed = new boolean[DIGITS];

  private final Set<Integer> lengths;
  private final DigitTable general;

  /** Of each kind of number that the region has, the commonest kinds first. */
  private final List<DigitTable> kinds;

  /** Compiles a region's table. */
  RegionNumbers(PhoneMetadata table) {
    PhoneNumberDesc every = table.getGeneralDesc();
    code = Integer.toString(table.getCountryCode());
    String within = table.getNationalPrefixForParsing();
    boolean plain = PLAIN.matcher(within).matches() && !table.hasNationalPrefixTransformRule();
    prefix = plain ? within : "";
    for (int digits = 0; digits < abroad.length; digits++) {
      String two = "" + digits / DIGITS + digits % DIGITS;
      abroad[digits] = mayBegin(table.getInternationalPrefix(), two);
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      prefixed[digit] = !plain && mayBegin(within, Integer.toString(digit));
    }
    lengths = new HashSet<>(every.getPossibleLengthList());
    lengths.removeAll(every.getPossibleLengthLocalOnlyList());
    general = DigitTable.of(every).orElseThrow();
    kinds = kinds(table).stream().map(DigitTable::of).flatMap(Optional::stream).toList();
  }

  /** Whether what a pattern looks for at the start of a number may begin with some digits. */
  private static boolean mayBegin(String pattern, String digits) {
    if (pattern.isEmpty()) {
      return false;
    }
    Matcher matcher = Pattern.compile(pattern).matcher(digits);
    return matcher.lookingAt() || matcher.hitEnd();
  }

  private static List<PhoneNumberDesc> kinds(PhoneMetadata table) {
    return List.of(
        table.getMobile(),
        table.getFixedLine(),
        table.getPremiumRate(),
        table.getTollFree(),
        table.getSharedCost(),
        table.getVoip(),
        table.getPersonalNumber(),
        table.getPager(),
        table.getUan(),
        table.getVoicemail());
  }

  /**
   * The national number that some digits are, valid or not; nothing where only the library can
   * tell, or where the number begins with a zero that counts.
   *
   * @param coded whether the country's code stood before the digits
   */
  Optional<String> national(String digits, boolean coded) {
    int length = digits.length();
    if (length < SHORTEST || length > LONGEST) {
      return Optional.empty();
    }
    int first = digits.charAt(0) - '0';
    int second = digits.charAt(1) - '0';
    boolean otherwise = !coded && (abroad[first * DIGITS + second] || digits.startsWith(code));
    if (otherwise || prefixed[first]) {
      return Optional.empty();
    }
    String number = digits;
    if (!prefix.isEmpty() && digits.startsWith(prefix)) {
      number = digits.substring(prefix.length());
      if (general.fits(digits) || !lengths.contains(number.length())) {
        return Optional.empty();
      }
    }
    return number.charAt(0) == '0' ? Optional.empty() : Optional.of(number);
  }

  /** Whether a national number is one of the region's. */
  boolean isValid(String national) {
    if (general.holds(national)) {
      for (int i = 0; i < kinds.size(); i++) {
        if (kinds.get(i).holds(national)) {
          return true;
        }
      }
    }
    return false;
  }
}
