package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.throttle.Window.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counting what was leased of long windows. */
class TalliesTest {
  private static final long START = Micros.of(Instant.parse("2026-03-28T12:00:00Z"));
  private static final long SECOND = 1_000_000;

  private static final Window HOUR =
      new Window(
          CostUnit.CALLS, 100, Duration.ofHours(1), Rule.SLIDING, Optional.empty(), "test", "");
  private static final Window DAY =
      new Window(
          CostUnit.CREDITS,
          100,
          Duration.ofDays(1),
          Rule.CALENDAR,
          Optional.of(ZoneId.of("Europe/Berlin")),
          "test",
          "");

  /** Without drift, which over an hour would hide the rest. */
  private static final Margins MARGINS =
      new Margins(Duration.ofMillis(200), Duration.ofMillis(40), Duration.ofMillis(500), 0);

  private final Tallies tallies =
      new Tallies(new Pace(new Limits("test", "t", List.of(HOUR, DAY)), MARGINS), MARGINS);

  @Test
  void invariant7_a_lease_counts_until_its_latest_arrival_is_a_window_old_for_every_clock() {
    // On the edge of a bucket, where rounding adds nothing.
    long bucket = Micros.of(HOUR.length()) / 64;
    long end = Pace.ceilDiv(START, bucket) * bucket;
    BudgetState state = tallies.add(HOUR, BudgetState.FRESH, end - 2 * SECOND, end, 100);
    // The latest call leaves at the end on a clock that is half a second late and arrives 240 ms
    // after it; who asks has a
    // clock that is half a second early.
    long surelyGone = end + SECOND + 240_000 + Micros.of(HOUR.length());
    for (long early = 0; early <= 2 * SECOND; early += 10_000) {
      assertThat(tallies.room(HOUR, state, surelyGone - early, surelyGone + SECOND)).isZero();
    }
    assertThat(
            tallies.room(HOUR, state, surelyGone + bucket + 3 * SECOND, surelyGone + 99 * SECOND))
        .isEqualTo(100);
  }

  @Test
  void it_opens_when_enough_has_been_forgotten() {
    BudgetState state = tallies.add(HOUR, BudgetState.FRESH, START, START + SECOND, 60);
    long later = START + 600 * SECOND;
    state = tallies.add(HOUR, state, later, later + SECOND, 40);

    long forTen = tallies.opensAt(HOUR, state, later + 2 * SECOND, 10);
    long forSeventy = tallies.opensAt(HOUR, state, later + 2 * SECOND, 70);

    assertThat(tallies.room(HOUR, state, forTen, forTen)).isEqualTo(60);
    assertThat(tallies.room(HOUR, state, forTen - 1, forTen)).isZero();
    assertThat(tallies.room(HOUR, state, forSeventy, forSeventy)).isEqualTo(100);
    assertThat(tallies.opensAt(HOUR, state, later, 101)).isEqualTo(Micros.NEVER);
  }

  @Test
  void what_is_given_back_is_free_again() {
    BudgetState state = tallies.add(HOUR, BudgetState.FRESH, START, START + SECOND, 60);
    state = tallies.add(HOUR, state, START, START + SECOND, -45);
    assertThat(tallies.room(HOUR, state, START, START)).isEqualTo(85);
  }

  @Test
  void what_is_forgotten_is_not_kept() {
    BudgetState state = BudgetState.FRESH;
    for (long i = 0; i < 1_000; i++) {
      long at = START + i * 30 * SECOND;
      state = tallies.add(HOUR, state, at, at + SECOND, 1);
    }
    assertThat(state.tallies().get(HOUR.id()).amounts()).hasSizeLessThan(70);
  }

  @Test
  void invariant7_a_day_of_23_hours_begins_and_ends_where_the_vendors_does() {
    // In Berlin the clocks go forward in the night of 29 March 2026: that day has 23 hours.
    long saturday = START;
    BudgetState state = tallies.add(DAY, BudgetState.FRESH, saturday, saturday + SECOND, 100);
    long opens = tallies.opensAt(DAY, state, saturday, 1);
    assertThat(Micros.instant(opens))
        .isBetween(Instant.parse("2026-03-28T23:00:01Z"), Instant.parse("2026-03-28T23:00:02Z"));
    assertThat(tallies.room(DAY, state, opens, opens + 2 * SECOND)).isEqualTo(100);

    state = tallies.add(DAY, state, opens, opens + SECOND, 100);
    assertThat(Micros.instant(tallies.nextMidnight(DAY, opens)))
        .isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
    long evening = Micros.of(Instant.parse("2026-03-29T21:59:00Z"));
    assertThat(tallies.room(DAY, state, evening, evening + SECOND)).isZero();
    assertThat(tallies.room(DAY, state, evening + 90 * SECOND, evening + 92 * SECOND))
        .isEqualTo(100);
  }
}
