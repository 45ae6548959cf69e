package dev.offramp.kartra.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CountriesTest {
  private final Countries countries = new Countries();

  @Test
  void everyCountryOfTheStandardIsKnownByBothItsCodes() {
    for (String iso : Locale.getISOCountries()) {
      Locale country = new Locale.Builder().setRegion(iso).build();

      assertThat(countries.iso(iso)).as(iso).contains(iso);
      assertThat(countries.iso(country.getISO3Country())).as(iso).contains(iso);
      assertThat(countries.name(iso).flatMap(countries::iso)).as(iso).contains(iso);
    }
  }

  @Test
  void nothingIsNoCountry() {
    assertThat(countries.iso("")).isEmpty();
    assertThat(countries.iso(" - ")).isEmpty();
    assertThat(countries.iso("+1")).isEmpty();
  }
}
