package dev.offramp.kartra.affiliate;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads months, which stand in files of earnings: {@code 2026-05}, {@code 05/2026}, {@code May
 * 2026}.
 */
final class Months {
  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[uuuu-M][M/uuuu][MMMM uuuu][MMM uuuu][MMMM, uuuu]")
          .toFormatter(Locale.ENGLISH);

  private final ZoneId zone;

  Months(ZoneId zone) {
    this.zone = zone;
  }

  /** The moment at which a month begins, or nothing where the text is no month. */
  Optional<Instant> start(String text) {
    try {
      YearMonth month = FORM.parse(text.strip(), YearMonth::from);
      return Optional.of(month.atDay(1).atStartOfDay(zone).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty(); // A day perhaps, or nothing of the kind.
    }
  }
}
