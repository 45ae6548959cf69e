package dev.offramp.kartra.value;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a timestamp behind the date.
 *
 * @param time of day
 * @param zone where the text names one
 */
record ClockText(LocalTime time, Optional<ZoneId> zone) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
              + "(?:\\s*([AaPp])\\.?[Mm]\\.?)?(?:\\s*(Z|[A-Za-z]{3}|[+-]\\d{2}(?::?\\d{2})?))?");

  /** Kartra writes of EST; the others are what people add. Summer and winter are fixed offsets. */
  private static final Map<String, String> OFFSETS =
      Map.ofEntries(
          Map.entry("Z", "Z"),
          Map.entry("UTC", "Z"),
          Map.entry("GMT", "Z"),
          Map.entry("EST", "-05:00"),
          Map.entry("EDT", "-04:00"),
          Map.entry("CST", "-06:00"),
          Map.entry("CDT", "-05:00"),
          Map.entry("MST", "-07:00"),
          Map.entry("MDT", "-06:00"),
          Map.entry("PST", "-08:00"),
          Map.entry("PDT", "-07:00"));

  private static final int NANO_DIGITS = 9;
  private static final int HALF_DAY = 12;

  /**
   * Reads it; nothing where it is no time.
   *
   * @throws DateTimeException if there is no such hour
   */
  static Optional<ClockText> read(String text) {
    Matcher clock = FORM.matcher(text.strip());
    if (!clock.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(clock.group(1));
    if (clock.group(5) != null) {
      if (hour > HALF_DAY) {
        return Optional.empty(); // 13 PM: one of the two is wrong.
      }
      hour = hour % HALF_DAY + (clock.group(5).equalsIgnoreCase("p") ? HALF_DAY : 0);
    }
    int second = clock.group(3) == null ? 0 : Integer.parseInt(clock.group(3));
    LocalTime time = LocalTime.of(hour, Integer.parseInt(clock.group(2)), second, nano(clock));
    if (clock.group(6) == null) {
      return Optional.of(new ClockText(time, Optional.empty()));
    }
    String zone = clock.group(6).toUpperCase(Locale.ROOT);
    String offset = OFFSETS.getOrDefault(zone, zone);
    return Optional.of(new ClockText(time, Optional.of(ZoneOffset.of(offset))));
  }

  private static int nano(Matcher clock) {
    String digits = clock.group(4);
    return digits == null
        ? 0
        : Integer.parseInt(digits + "0".repeat(NANO_DIGITS - digits.length()));
  }
}
