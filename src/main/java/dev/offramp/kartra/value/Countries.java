package dev.offramp.kartra.value;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Countries as names or codes: ISO two-letter, three-letter, or the English name. */
public final class Countries {
  private final Map<String, String> names = new HashMap<>();

  /** Reads the JDK's table of countries. */
  public Countries() {
    for (String iso : Locale.getISOCountries()) {
      Locale country = new Locale.Builder().setRegion(iso).build();
      String name = country.getDisplayCountry(Locale.ENGLISH);
      names.put(iso.toLowerCase(Locale.ROOT), name);
      names.put(country.getISO3Country().toLowerCase(Locale.ROOT), name);
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    alias("usa", "us");
    alias("united states of america", "us");
    alias("uk", "gb");
    alias("great britain", "gb");
    alias("england", "gb");
    alias("russian federation", "ru");
    alias("czech republic", "cz");
    alias("turkey", "tr");
    alias("korea, republic of", "kr");
    alias("viet nam", "vn");
  }

  private void alias(String other, String iso) {
    names.put(other, names.get(iso));
  }

  /** The English name of a country, or nothing where the text is no country. */
  public Optional<String> name(String text) {
    return Optional.ofNullable(names.get(text.strip().toLowerCase(Locale.ROOT)));
  }
}
