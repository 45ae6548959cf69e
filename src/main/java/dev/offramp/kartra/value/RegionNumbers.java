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
 * they do not begin as a call abroad, and with nothing before the number but the country's own code
 * or a plain prefix of calls within the country.
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

  private final int countryCode;
  private final String code;
  private final String prefix;
  private final String main;

  /** By the first two digits: whether a call abroad may begin so. */
  private final boolean[] abroad = new boolean[DIGITS * DIGITS];

  /** By the first digit: whether a prefix that is not a plain one may begin so. */
  private final boolean[] prefixed = new boolean[DIGITS];

  private final Set<Integer> lengths;

  /** The lengths of the numbers of all regions that share the code. */
  private final Set<Integer> everyLength;

  private final Set<Integer> localLengths;
  private final int longest;
  private final DigitTable general;

  /** Of each kind of number that the region has, the commonest kinds first. */
  private final List<DigitTable> kinds;

  /**
   * Compiles a region's table.
   *
   * @param main the region that answers for the code that several share
   * @param everyLength the lengths of the numbers of all of these
   */
  RegionNumbers(PhoneMetadata table, String main, Set<Integer> everyLength) {
    this.main = main;
    this.everyLength = Set.copyOf(everyLength);
    PhoneNumberDesc every = table.getGeneralDesc();
    countryCode = table.getCountryCode();
    code = Integer.toString(countryCode);
    String within = table.getNationalPrefixForParsing();
    int choice = within.indexOf('|');
    String first = choice < 0 ? within : within.substring(0, choice);
    String rest = choice < 0 ? "" : within.substring(choice + 1);
    boolean plain =
        PLAIN.matcher(first).matches()
            && !table.hasNationalPrefixTransformRule()
            && !mayBegin(rest, first.substring(0, 1));
    prefix = plain ? first : "";
    for (int digits = 0; digits < abroad.length; digits++) {
      String two = "" + digits / DIGITS + digits % DIGITS;
      abroad[digits] = mayBegin(table.getInternationalPrefix(), two);
    }
    for (int digit = 0; digit < DIGITS; digit++) {
      prefixed[digit] = mayBegin(plain ? rest : within, Integer.toString(digit));
    }
    lengths = new HashSet<>(every.getPossibleLengthList());
    localLengths = Set.copyOf(every.getPossibleLengthLocalOnlyList());
    lengths.removeAll(localLengths);
    longest = every.getPossibleLengthList().stream().mapToInt(length -> length).max().orElseThrow();
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

  /** The calling code. */
  int code() {
    return countryCode;
  }

  /** The region that answers for the code; mostly this one. */
  String main() {
    return main;
  }

  /**
   * Whether some digits are no number of the code whatever the library might take away from their
   * start: what is left never has a length that numbers of the code have. To be asked of the main
   * region.
   *
   * @param coded whether the country's code stood before the digits
   */
  boolean isHopeless(String digits, boolean coded) {
    if (!coded && (digits.length() < 2 || isAbroad(digits))) {
      return false;
    }
    boolean again = !coded && digits.startsWith(code);
    return hasNoLength(digits, 0) && !(again && !hasNoLength(digits, code.length()));
  }

  /** Whether digits from a place on, with the prefix or without it, have no possible length. */
  private boolean hasNoLength(String digits, int from) {
    int at = from;
    while (at < digits.length()) {
      if (everyLength.contains(digits.length() - at) || prefixed[digits.charAt(at) - '0']) {
        return false;
      }
      if (prefix.isEmpty() || !digits.startsWith(prefix, at)) {
        return true;
      }
      at += prefix.length();
    }
    return true;
  }

  private boolean isAbroad(String digits) {
    return abroad[(digits.charAt(0) - '0') * DIGITS + digits.charAt(1) - '0'];
  }

  /**
   * The national number that some digits are, valid or not; nothing where only the library can
   * tell, or where the number begins with a zero that counts.
   *
   * @param coded whether the country's code stood before the digits
   */
  Optional<String> national(String digits, boolean coded) {
    int length = digits.length();
    boolean otherwise = length < SHORTEST || length > LONGEST || (!coded && isAbroad(digits));
    if (otherwise || prefixed[digits.charAt(0) - '0']) {
      return Optional.empty();
    }
    if (!coded && digits.startsWith(code)) {
      String rest = digits.substring(code.length());
      if (!isBare(rest)) {
        return Optional.empty();
      }
      if (isBetter(rest, digits)) {
        return Optional.of(rest);
      }
    }
    return withoutPrefix(digits);
  }

  /** Whether digits begin with nothing that might be taken away, nor with a zero that counts. */
  private boolean isBare(String digits) {
    return digits.length() >= SHORTEST
        && digits.charAt(0) != '0'
        && !prefixed[digits.charAt(0) - '0']
        && (prefix.isEmpty() || !digits.startsWith(prefix));
  }

  /** Whether the library prefers what stands behind the country's own code. */
  private boolean isBetter(String rest, String digits) {
    boolean tooLong = digits.length() > longest && !localLengths.contains(digits.length());
    return tooLong || (!general.fits(digits) && general.fits(rest));
  }

  private Optional<String> withoutPrefix(String digits) {
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
