package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what was leased of the windows that are not paced.
 *
 * <p>A lease is counted before it is used, in full, at the latest instant at which it may be used;
 * so what the vendor sees in any window is never more than what stands here (invariant 7). Clocks
 * count as apart by the margin.
 */
final class Tallies {
  private static final int BUCKETS = 64;
  private static final long MILLI = 1_000;

  private final Pace pace;
  private final Margins margins;

  Tallies(Pace pace, Margins margins) {
    this.pace = pace;
    this.margins = margins;
  }

  /** How much may still be leased for a stretch of the lessee's clock. */
  long room(Window window, BudgetState state, long start, long end) {
    return pace.allowed(window, state, start) - counted(window, state, start, end);
  }

  /**
   * The state with {@code amount} more (or less, when negative) counted for a stretch of the
   * lessee's clock.
   */
  BudgetState add(Window window, BudgetState state, long start, long end, long amount) {
    TreeMap<Long, Long> amounts = new TreeMap<>(amounts(window, state));
    if (amount > 0) {
      amounts.headMap(forgottenBefore(window, start)).clear();
    }
    for (long key : keys(window, start, end)) {
      if (amount > 0) {
        amounts.merge(key, amount, Long::sum);
      } else {
        amounts.computeIfPresent(key, (k, old) -> old + amount <= 0 ? null : old + amount);
      }
    }
    Map<String, Tally> tallies = new HashMap<>(state.tallies());
    tallies.put(window.id(), new Tally(amounts));
    return state.withTallies(tallies);
  }

  /** When {@code need} will fit, if nothing more is leased meanwhile. */
  long opensAt(Window window, BudgetState state, long now, long need) {
    if (need > pace.allowed(window, state, now)) {
      return Micros.NEVER;
    }
    if (window.onCalendar()) {
      return nextMidnight(window, now) + margins.apart() + MILLI;
    }
    long missing = need - room(window, state, now, now);
    for (Map.Entry<Long, Long> entry : new TreeMap<>(amounts(window, state)).entrySet()) {
      missing -= entry.getValue();
      if (missing <= 0) {
        return Math.max(now, entry.getKey() + reach(window));
      }
    }
    return now + reach(window);
  }

  /** What stands against a stretch: for calendar days the fuller of those that it may fall in. */
  long counted(Window window, BudgetState state, long start, long end) {
    Map<Long, Long> amounts = amounts(window, state);
    long most = 0;
    if (window.onCalendar()) {
      for (long key : keys(window, start, end)) {
        most = Math.max(most, amounts.getOrDefault(key, 0L));
      }
      return most;
    }
    for (Map.Entry<Long, Long> entry : amounts.entrySet()) {
      if (entry.getKey() + reach(window) > start) {
        most += entry.getValue();
      }
    }
    return most;
  }

  /** The start of the vendor's next day, as an instant of the true time. */
  long nextMidnight(Window window, long now) {
    ZoneId zone = window.zone().orElseThrow();
    return Micros.of(
        Micros.instant(now).atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
  }

  private long[] keys(Window window, long start, long end) {
    if (!window.onCalendar()) {
      long bucket = Math.max(MILLI, Micros.of(window.slidesOver()) / BUCKETS);
      return new long[] {Pace.ceilDiv(end, bucket) * bucket};
    }
    long first = midnight(window, start - margins.apart());
    long last = midnight(window, end + margins.apart() + margins.stretched(Duration.ZERO));
    return first == last ? new long[] {first} : new long[] {first, last};
  }

  private long reach(Window window) {
    return margins.stretched(window.slidesOver()) + margins.apart();
  }

  private long forgottenBefore(Window window, long start) {
    long kept = window.onCalendar() ? Micros.of(Duration.ofDays(3)) : reach(window);
    return start - kept - margins.apart();
  }

  private static Map<Long, Long> amounts(Window window, BudgetState state) {
    Tally tally = state.tallies().get(window.id());
    return tally == null ? Map.of() : tally.amounts();
  }

  private static long midnight(Window window, long micros) {
    Instant instant = Micros.instant(micros);
    ZoneId zone = window.zone().orElseThrow();
    return Micros.of(instant.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant());
  }
}
