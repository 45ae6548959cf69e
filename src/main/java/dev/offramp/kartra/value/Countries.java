package dev.offramp.kartra.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Countries as names or codes, from {@code countries.txt}. The table is ours, not the JDK's: the
 * names of one JDK differ from those of the next, and the same upload has to give the same fields.
 */
public final class Countries {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern ARTICLE = Pattern.compile("^the ");
  private static final Pattern SAINT = Pattern.compile("\\bst\\b");

  /** No country has a longer name; what is longer is not looked at. */
  private static final int LONGEST = 100;

  /** Read once and never changed: a parser is made for each file. */
  private static final Table TABLE = new Table();

  /** The countries of the table. */
  public Countries() {}

  /** The English name of a country, or nothing where the text is no country. */
  public Optional<String> name(String text) {
    return iso(text).map(TABLE.names::get);
  }

  /** The two-letter code of a country, or nothing where the text is no country. */
  public Optional<String> iso(String text) {
    String written = TABLE.written.get(text);
    if (written != null) {
      return Optional.of(written);
    }
    String key = text.length() > LONGEST ? "" : key(text);
    return key.isEmpty() ? Optional.empty() : Optional.ofNullable(TABLE.codes.get(key));
  }

  private static String key(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replace("&", " and ");
    String words =
        BETWEEN
            .matcher(MARKS.matcher(plain).replaceAll("").toLowerCase(Locale.ROOT))
            .replaceAll(" ")
            .strip();
    return SAINT.matcher(ARTICLE.matcher(words).replaceFirst("")).replaceAll("saint");
  }

  /** What {@code countries.txt} says. */
  private static final class Table {
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    Table() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Countries.class.getResourceAsStream("countries.txt"), StandardCharsets.UTF_8))) {
        lines.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
      } catch (IOException e) {
        throw new UncheckedIOException("countries.txt cannot be read", e);
      }
    }

    private void add(String line) {
      List<String> parts = List.of(line.split("\\|", -1));
      String iso = parts.get(0);
      names.put(iso, parts.get(2));
      parts.subList(0, 3).forEach(name -> put(name, iso));
      for (String other : parts.get(3).split(";", -1)) {
        put(other, iso);
      }
    }

    private void put(String name, String iso) {
      if (name.isEmpty()) {
        return; // A country may have no other name.
      }
      written.put(name, iso);
      String other = codes.put(key(name), iso);
      if (other != null && !other.equals(iso)) {
        throw new IllegalStateException("countries.txt: " + name + " is " + other + " and " + iso);
      }
    }
  }
}
