package dev.offramp.verify;

import dev.offramp.crm.ValueShape;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares a value with what was meant, and says what kind of difference it is. What vendors do to
 * spelling is no difference.
 */
public final class ValueCheck {
  private static final Duration LONGEST_SHIFT = Duration.ofHours(26);
  private static final long QUARTER = Duration.ofMinutes(15).toMillis();
  private static final Pattern FIGURES = Pattern.compile("[+-]?\\d[\\d.,' \\u00A0\\u202F]*");

  /** What a letter becomes that an encoding does not have. */
  private static final char REPLACED = '\uFFFD';

  private static final int MOST_DIGITS = 60;

  private final String separator;

  /** Takes what stands between several options. */
  public ValueCheck(String separator) {
    this.separator = separator;
  }

  /** Compares; {@code meant} is never empty. */
  public Comparison compare(String meant, String found, ValueShape shape) {
    if (meant.equals(found)) {
      return Comparison.EXACT;
    }
    if (found.isBlank()) {
      return Comparison.wrong(Fault.VALUE_LOST);
    }
    return switch (shape) {
      case EMAIL -> same(folded(meant), folded(found)).orElseGet(() -> text(meant, found));
      case PHONE -> same(digits(meant), digits(found)).orElseGet(() -> text(meant, found));
      case NUMBER -> number(meant, found);
      case INSTANT -> instant(meant, found);
      case CHOICES -> choices(meant, found);
      case CHOICE, TEXT -> text(meant, found);
    };
  }

  private static Optional<Comparison> same(String meant, String found) {
    return !meant.isEmpty() && meant.equals(found)
        ? Optional.of(Comparison.SPELT_OTHERWISE)
        : Optional.empty();
  }

  private static String folded(String text) {
    return plain(text).toLowerCase(Locale.ROOT);
  }

  /** A text whatever its line ends, outer spaces and form of letters. */
  private static String plain(String text) {
    return Normalizer.normalize(text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC)
        .strip();
  }

  private static String digits(String text) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        digits.append(Character.digit(text.charAt(i), 10));
      }
    }
    return digits.toString();
  }

  private static Comparison text(String given, String there) {
    String meant = plain(given);
    String found = plain(there);
    if (meant.equals(found)) {
      return Comparison.SPELT_OTHERWISE;
    }
    if (meant.startsWith(found)) {
      return Comparison.wrong(Fault.VALUE_TRUNCATED);
    }
    if (lostLetters(meant, found)) {
      return Comparison.wrong(Fault.VALUE_GARBLED);
    }
    boolean figures = FIGURES.matcher(meant).matches() && FIGURES.matcher(found).matches();
    return Comparison.wrong(
        figures && sameFigures(meant, found) ? Fault.VALUE_REFORMATTED : Fault.VALUE_CHANGED);
  }

  private static boolean lostLetters(String meant, String found) {
    return (found.indexOf(REPLACED) >= 0 && meant.indexOf(REPLACED) < 0)
        || (meant.length() == found.length() && questionMarks(meant, found));
  }

  /** Whether every letter that differs is a question mark now. */
  private static boolean questionMarks(String meant, String found) {
    for (int i = 0; i < meant.length(); i++) {
      if (meant.charAt(i) != found.charAt(i) && found.charAt(i) != '?') {
        return false;
      }
    }
    return true;
  }

  private static boolean sameFigures(String meant, String found) {
    Optional<BigDecimal> a = decimal(meant);
    Optional<BigDecimal> b = decimal(found);
    if (a.isPresent() && b.isPresent() && a.get().compareTo(b.get()) == 0) {
      return true;
    }
    return digits(meant).replaceFirst("^0+", "").equals(digits(found).replaceFirst("^0+", ""));
  }

  private static Optional<BigDecimal> decimal(String text) {
    if (text.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Comparison number(String meant, String found) {
    Optional<BigDecimal> a = decimal(meant);
    Optional<BigDecimal> b = decimal(found);
    boolean same = a.isPresent() && b.isPresent() && a.get().compareTo(b.get()) == 0;
    return same ? Comparison.SPELT_OTHERWISE : text(meant, found);
  }

  private static Comparison instant(String meant, String found) {
    Optional<Instant> a = moment(meant);
    Optional<Instant> b = moment(found);
    if (a.isEmpty() || b.isEmpty()) {
      return text(meant, found);
    }
    long apart = Duration.between(a.get(), b.get()).abs().toMillis();
    if (apart == 0) {
      return Comparison.SPELT_OTHERWISE;
    }
    boolean zone = apart % QUARTER == 0 && apart <= LONGEST_SHIFT.toMillis();
    return Comparison.wrong(zone ? Fault.VALUE_SHIFTED : Fault.VALUE_CHANGED);
  }

  /** A moment in ISO form with any offset, or in milliseconds since 1970, to the millisecond. */
  private static Optional<Instant> moment(String text) {
    String plain = text.strip();
    try {
      if (plain.matches("-?\\d{10,15}")) {
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(plain)));
      }
      return Optional.of(OffsetDateTime.parse(plain).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Comparison choices(String meant, String found) {
    Set<String> wanted = options(meant);
    Set<String> there = options(found);
    if (there.equals(wanted)) {
      return Comparison.SPELT_OTHERWISE;
    }
    return Comparison.wrong(there.containsAll(wanted) ? Fault.OPTION_ADDED : Fault.OPTION_DROPPED);
  }

  private Set<String> options(String value) {
    List<String> parts = Arrays.asList(value.split(Pattern.quote(separator), -1));
    Set<String> options = new LinkedHashSet<>();
    parts.stream().map(ValueCheck::plain).filter(part -> !part.isEmpty()).forEach(options::add);
    return options;
  }
}
