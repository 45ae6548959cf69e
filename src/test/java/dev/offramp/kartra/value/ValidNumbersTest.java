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
import org.junit.jupiter.api.Test;

/** The short ways against the library itself. */
class ValidNumbersTest {
  private static final String[] MARKS = {"", "", "", " ", "-", ".", "(", ") ", "/", "x"};

  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final ValidNumbers numbers = new ValidNumbers(library);
  private final Random random = new Random(1);

  private Optional<PhoneNumber> slow(String text, String from) {
    try {
      PhoneNumber parsed = library.parse(text, from);
      return library.isValidNumber(parsed) ? Optional.of(parsed) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private void same(String text, String from) {
    assertThat(numbers.valid(text, from)).as("%s from %s", text, from).isEqualTo(slow(text, from));
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
  void manyNumbersOfNorthAmerica() {
    List<String> regions = new ArrayList<>(library.getRegionCodesForCountryCode(1));
    int valid = 0;
    for (int i = 0; i < 50_000; i++) {
      long digits = (long) (random.nextDouble() * 10_000_000_000L);
      String text = marked("%010d".formatted(digits).substring(random.nextInt(20) == 0 ? 1 : 0));
      String region = regions.get(random.nextInt(regions.size()));
      same(text, region);
      same("+1" + text, null);
      valid += slow(text, "US").isPresent() ? 1 : 0;
    }
    assertThat(valid).isGreaterThan(5_000);
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
