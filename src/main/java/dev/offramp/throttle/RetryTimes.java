package dev.offramp.throttle;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** When an answer says that calls may go again, in whatever form it says so. */
final class RetryTimes {
  private static final List<String> RESETS =
      List.of(
          "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset-after");

  /** Seconds since 1970 are above this, times to wait below. */
  private static final long EPOCH = 1_000_000_000L;

  private static final long EPOCH_MILLIS = 1_000_000_000_000L;

  /**
   * {@code Retry-After} in seconds or as an HTTP date
   * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3), else a reset header as seconds to
   * wait, seconds or milliseconds since 1970, or an ISO date.
   */
  Optional<Instant> stated(Answer answer) {
    return answer
        .header("retry-after")
        .flatMap(value -> instant(value, answer.at()))
        .or(
            () ->
                RESETS.stream()
                    .flatMap(name -> answer.header(name).stream())
                    .flatMap(value -> instant(value, answer.at()).stream())
                    .findFirst());
  }

  private static Optional<Instant> instant(String value, Instant now) {
    return seconds(value, now).or(() -> httpDate(value)).or(() -> isoDate(value));
  }

  private static Optional<Instant> seconds(String value, Instant now) {
    int dot = value.indexOf('.');
    boolean fraction = dot > 0 && whole(value.substring(dot + 1)).isPresent();
    // A fraction of a second is rounded up.
    return whole(fraction ? value.substring(0, dot) : value)
        .map(
            n -> {
              if (n >= EPOCH_MILLIS) {
                return Instant.ofEpochMilli(n);
              }
              return n >= EPOCH ? Instant.ofEpochSecond(n) : now.plusSeconds(fraction ? n + 1 : n);
            });
  }

  private static Optional<Instant> httpDate(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> isoDate(String value) {
    try {
      return Optional.of(OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A whole number of at most 15 digits. */
  static Optional<Long> whole(String value) {
    String digits = value.strip();
    boolean fits = !digits.isEmpty() && digits.length() <= 15;
    return fits && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.valueOf(digits))
        : Optional.empty();
  }
}
