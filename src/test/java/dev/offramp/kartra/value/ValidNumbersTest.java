package dev.offramp.kartra.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The compiled tables against the library itself: they have to agree on every text. */
class ValidNumbersTest {
  private static final String[] MARKS = {"", "", "", " ", "-", ".", "(", ") ", "/", "x"};
  private static final int OF_A_REGION = Integer.getInteger("offramp.phones", 150);

  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final ValidNumbers numbers = new ValidNumbers(library, 0);
  private final Random random = new Random(1);
  private int valid;

  private Optional<PhoneNumber> slow(String text, String from) {
    try {
      PhoneNumber parsed = library.parse(text, from);
      return library.isValidNumber(parsed) ? Optional.of(parsed) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private void same(String text, String from) {
    Optional<PhoneNumber> wanted = slow(text, from);
    assertThat(numbers.valid(text, from)).as("%s from %s", text, from).isEqualTo(wanted);
    valid += wanted.isPresent() ? 1 : 0;
  }

  @Test
  void everyCountrysExamplesWholeAndDamaged() {
    for (String region : library.getSupportedRegions()) {
      for (PhoneNumberType type : PhoneNumberType.values()) {
        PhoneNumber example = library.getExampleNumberForType(region, type);
        if (example != null) {
          String national = library.getNationalSignificantNumber(example);
          for (String text : List.of(national, "0" + national, national + "1", marked(national))) {
            same(text, region);
            same("+" + example.getCountryCode() + text, null);
          }
        }
      }
    }
  }

  @Test
  void madeUpNumbersOfEveryRegion() {
    for (String region : new TreeSet<>(library.getSupportedRegions())) {
      int code = library.getCountryCodeForRegion(region);
      for (int i = 0; i < OF_A_REGION; i++) {
        String national = nearly(region);
        String text = written(national, code, region);
        same(text, region);
        same("+" + code + text, null);
        same("+" + digits(1 + random.nextInt(14)), null);
      }
    }
    assertThat(valid).as("of the numbers enough are valid").isGreaterThan(OF_A_REGION * 100);
  }

  /** An example number of a region with some of its last digits made up, or of another length. */
  private String nearly(String region) {
    PhoneNumberType[] types = PhoneNumberType.values();
    PhoneNumber example =
        library.getExampleNumberForType(region, types[random.nextInt(types.length)]);
    if (example == null) {
      example = library.getExampleNumber(region);
    }
    String national = library.getNationalSignificantNumber(example);
    int kept = random.nextInt(national.length() + 1);
    int more = random.nextInt(6) == 0 ? random.nextInt(5) - 2 : 0;
    int rest = Math.max(0, national.length() - kept + more);
    return national.substring(0, kept) + (rest == 0 ? "" : digits(rest));
  }

  /** With what people write before a number, and marks in it. */
  private String written(String national, int code, String region) {
    String prefix = library.getNddPrefixForRegion(region, true);
    String before =
        switch (random.nextInt(11)) {
          case 0 -> "0";
          case 1 -> prefix == null ? "1" : prefix;
          case 2 -> "" + code;
          case 3 -> "00" + code;
          case 4 -> "" + code + code;
          case 5 -> "0" + code;
          case 6 -> code + (prefix == null ? "0" : prefix);
          default -> "";
        };
    return random.nextInt(3) == 0 ? marked(before + national) : before + national;
  }

  @Test
  void manyNumbersOfNorthAmerica() {
    List<String> regions = new ArrayList<>(library.getRegionCodesForCountryCode(1));
    for (int i = 0; i < 20_000; i++) {
      String text = marked(digits(random.nextInt(20) == 0 ? 9 : 10));
      same(text, regions.get(random.nextInt(regions.size())));
      same("+1" + text, null);
    }
    assertThat(valid).isGreaterThan(4_000);
  }

  /** A table is compiled when it is worth while; before and after that the answers are the same. */
  @Test
  void theAnswersDoNotDependOnWhenATableIsCompiled() {
    ValidNumbers late = new ValidNumbers(library, 7);
    for (int i = 0; i < 200; i++) {
      String text = nearly("GB");
      assertThat(late.valid(text, "GB")).as(text).isEqualTo(numbers.valid(text, "GB"));
    }
  }

  @Test
  void codesWithoutACountryAreTheLibrarys() {
    for (String text :
        List.of("+80012345678", "+870773111632", "+0", "+", "+01234567", "+99", "+1")) {
      same(text, null);
    }
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private String marked(String digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      text.append(random.nextInt(4) == 0 ? MARKS[random.nextInt(MARKS.length)] : "");
      text.append(digits.charAt(i));
    }
    return text.toString();
  }
}
