package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scheduler's rate expressions
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 */
final class ScheduleRate {
  private static final Pattern RATE =
      Pattern.compile("rate\\(\\s*([1-9]\\d{0,6})\\s+(second|minute|hour|day)s?\\s*\\)");

  private ScheduleRate() {}

  /** The time between two calls; seconds are understood here though AWS has none. */
  static Duration period(String expression, String where) {
    Matcher matcher = RATE.matcher(expression.strip());
    if (!matcher.matches()) {
      throw new LocalCloudException(
          Problem.PROPERTY,
          where + ": only rate(…) schedules run on one machine, not " + expression + ".");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "second" -> Duration.ofSeconds(count);
      case "minute" -> Duration.ofMinutes(count);
      case "hour" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
