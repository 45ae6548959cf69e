package dev.offramp.kartra.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/**
 * The moments at which a zone's days begin, but for the days around a change of clocks: the rows of
 * a file share some thousand days, and to ask a zone takes longer than all the rest of reading a
 * time. For one thread.
 */
final class PlainDays {
  /** The clocks are changed near a day. */
  static final long CHANGING = Long.MIN_VALUE;

  private static final int DAY_BITS = 5;
  private static final int MONTH_BITS = 4;

  /** Eight years of days have places of their own. */
  private static final int PLACES = 1 << (DAY_BITS + MONTH_BITS + 3);

  /** No change of clocks reaches further: offsets differ by 36 hours at the most. */
  private static final Duration NEAR = Duration.ofDays(2);

  private final ZoneRules rules;
  private final int[] days = new int[PLACES];
  private final long[] starts = new long[PLACES];

  PlainDays(ZoneId zone) {
    rules = zone.getRules();
    Arrays.fill(days, -1);
  }

  /**
   * When a day begins, in seconds since 1970, or {@link #CHANGING}.
   *
   * @throws java.time.DateTimeException if there is no such day
   */
  long start(int year, int month, int day) {
    int key = (year * 100 + month) * 100 + day;
    int place = ((((year << MONTH_BITS) + month) << DAY_BITS) + day) & (PLACES - 1);
    if (days[place] != key) {
      starts[place] = found(LocalDate.of(year, month, day).atStartOfDay());
      days[place] = key;
    }
    return starts[place];
  }

  private long found(LocalDateTime midnight) {
    Instant begins = midnight.toInstant(rules.getOffset(midnight));
    ZoneOffsetTransition next = rules.nextTransition(begins.minus(NEAR));
    boolean changing =
        next != null && next.getInstant().isBefore(begins.plus(NEAR).plus(Duration.ofDays(1)));
    return changing ? CHANGING : begins.getEpochSecond();
  }
}
