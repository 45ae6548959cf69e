package dev.offramp.kartra;

import java.util.Optional;

/**
 * What the dates of a column say of the order of day and month: counts, which can be added up.
 *
 * @param dayFirst dates whose first number is above 12
 * @param monthFirst dates whose second number is above 12
 * @param either dates that can be read both ways and differ
 */
public record DateProfile(long dayFirst, long monthFirst, long either) {
  /** Nothing yet. */
  public static DateProfile empty() {
    return new DateProfile(0, 0, 0);
  }

  /** The sum of two. */
  public DateProfile plus(DateProfile other) {
    return new DateProfile(
        dayFirst + other.dayFirst, monthFirst + other.monthFirst, either + other.either);
  }

  /** The order, where all dates that have one agree. */
  public Optional<DateOrder> order() {
    if (dayFirst > 0 == monthFirst > 0) {
      return Optional.empty();
    }
    return Optional.of(dayFirst > 0 ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST);
  }

  /** Whether some dates can only be day-first and others only month-first. */
  public boolean contradictory() {
    return dayFirst > 0 && monthFirst > 0;
  }
}
