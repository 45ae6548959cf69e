package dev.offramp.kartra.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Kartra's times: {@code 2026-04-30 13:05:00} as its API writes them, and what exports and
 * spreadsheets make of them: day-first or month-first, 12-hour clocks, dates alone. A time that
 * does not exist on the day when clocks go forward is moved forward with them; of one that exists
 * twice, the first is taken.
 */
public final class Timestamps {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ]+(.+))?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(?:,?[T ]+(.+))?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\.\\d+)?\\s*([AaPp])?\\.?[Mm]?\\.?");

  private final ZoneId zone;
  private final boolean dayFirst;

  /** Takes the zone of the times, and what 03/04/2026 means. */
  public Timestamps(ZoneId zone, boolean dayFirst) {
    this.zone = zone;
    this.dayFirst = dayFirst;
  }

  /** Whether a text is one of Kartra's ways to say that there is no date. */
  public static boolean isNone(String text) {
    return text.isBlank()
        || text.startsWith("0000-00-00")
        || text.equalsIgnoreCase("N/A")
        || text.equalsIgnoreCase("Until cancelled");
  }

  /** The moment that a text means, or nothing where it cannot be told. */
  public Optional<Instant> parse(String text) {
    String value = text.strip();
    try {
      Matcher matcher = YEAR_FIRST.matcher(value);
      if (matcher.matches()) {
        return at(number(matcher, 1), number(matcher, 2), number(matcher, 3), matcher.group(4));
      }
      matcher = YEAR_LAST.matcher(value);
      if (matcher.matches()) {
        int first = number(matcher, 1);
        int second = number(matcher, 2);
        boolean day = first > 12 || (dayFirst && second <= 12);
        return at(number(matcher, 3), day ? second : first, day ? first : second, matcher.group(4));
      }
    } catch (DateTimeException e) {
      return Optional.empty(); // No such day or hour.
    }
    return Optional.empty();
  }

  private Optional<Instant> at(int year, int month, int day, String time) {
    LocalDate date = LocalDate.of(year, month, day);
    return clock(time).map(t -> LocalDateTime.of(date, t).atZone(zone).toInstant());
  }

  private static Optional<LocalTime> clock(String time) {
    if (time == null) {
      return Optional.of(LocalTime.MIDNIGHT);
    }
    Matcher matcher = TIME.matcher(time.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int hour = number(matcher, 1);
    int second = matcher.group(3) == null ? 0 : number(matcher, 3);
    if (matcher.group(4) != null) {
      boolean afternoon = matcher.group(4).equalsIgnoreCase("p");
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    return Optional.of(LocalTime.of(hour, number(matcher, 2), second));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
