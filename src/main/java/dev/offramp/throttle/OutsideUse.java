package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Outside;
import dev.offramp.throttle.Feedback.Reading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Notices from what a vendor says is left that somebody else uses the account too, or that the
 * account is allowed less than the catalogue says. What it notices goes into the item with the next
 * write, so that everybody leaves room.
 *
 * <p>Ours is always taken at its most, so what is left for others is rather too little: nobody is
 * slowed by a mistake.
 */
final class OutsideUse {
  private static final long SECOND = Micros.of(Duration.ofSeconds(1));

  /** How long what was noticed of a long window is believed, where nothing newer comes. */
  private static final long HOUR = Micros.of(Duration.ofHours(1));

  /** Others use less than a part in this of a short window: noise. */
  private static final long NOISE = 20;

  private final Limits limits;
  private final Pace pace;
  private final Tallies tallies;
  private final Deque<Long> calls = new ArrayDeque<>();
  private final Map<String, Outside> noticed = new HashMap<>();

  OutsideUse(Limits limits, Pace pace, Tallies tallies) {
    this.limits = limits;
    this.pace = pace;
    this.tallies = tallies;
  }

  /** A call goes. */
  void sent(long now, long count) {
    for (long i = 0; i < count; i++) {
      calls.addLast(now);
    }
    while (!calls.isEmpty() && calls.peekFirst() < now - 62 * SECOND) {
      calls.removeFirst();
    }
  }

  /**
   * Takes what a vendor says; {@code aloneSince} is until when other loaders of ours may have sent.
   */
  void read(Iterable<Reading> readings, BudgetState state, long aloneSince, long now) {
    for (Reading reading : readings) {
      for (Window window : limits.windows()) {
        if (fits(reading, window)) {
          long limit = reading.limit() > 0 ? reading.limit() : window.limit();
          long less = Math.max(0, window.limit() - limit);
          long used = Math.max(0, limit - reading.remaining());
          if (window.paced()) {
            paced(window, less, used, state, aloneSince, now);
          } else {
            counted(window, less, used, state, now);
          }
        }
      }
    }
  }

  /**
   * The vendor refused a call although we kept the limits: whoever else calls is left a tenth more.
   */
  void refused(BudgetState state, long now) {
    for (Window window : limits.windows()) {
      if (window.paced()) {
        long known = Math.max(state.outside(window.id(), now), noticed(window, now));
        long more = Math.min(window.limit() * 9 / 10, known + Math.max(1, window.limit() / 10));
        note(window, more, now + 10 * Math.max(6 * SECOND, Micros.of(window.length())));
      }
    }
  }

  /** The state with what was noticed. */
  BudgetState merged(BudgetState state, long now) {
    noticed.values().removeIf(o -> o.until() <= now);
    if (noticed.isEmpty() && state.outside().isEmpty()) {
      return state;
    }
    Map<String, Outside> all = new HashMap<>(state.outside());
    all.values().removeIf(o -> o.until() <= now);
    all.putAll(noticed);
    return state.withOutside(all);
  }

  private void paced(
      Window window, long less, long used, BudgetState state, long aloneSince, long now) {
    long length = Micros.of(window.length());
    // The vendor looked a while ago: what we sent since the start of the earliest window it may
    // have looked at, but in no
    // window more than we may send. What another loader of ours sent is not known here.
    long ours =
        Math.min(sentSince(now - length - SECOND), pace.allowed(window, merged(state, now), now));
    long others = aloneSince > now - length - SECOND ? 0 : used - ours;
    long outside = less + (others > Math.max(1, window.limit() / NOISE) ? others : 0);
    if (outside > 0) {
      note(window, outside, now + 6 * Math.max(5 * SECOND, length));
    }
  }

  private void counted(Window window, long less, long used, BudgetState state, long now) {
    long others = used - tallies.counted(window, state, now, now);
    if (less + others > 0) {
      long until =
          window.onCalendar()
              ? Math.min(now + HOUR, tallies.nextMidnight(window, now))
              : now + HOUR;
      note(window, less + Math.max(0, others), until);
    }
  }

  private void note(Window window, long amount, long until) {
    noticed.put(window.id(), new Outside(amount, until));
  }

  private long noticed(Window window, long now) {
    Outside outside = noticed.get(window.id());
    return outside == null || outside.until() <= now ? 0 : outside.amount();
  }

  private long sentSince(long since) {
    return calls.stream().filter(at -> at >= since).count();
  }

  private static boolean fits(Reading reading, Window window) {
    if (reading.unit() != window.unit() || window.rule() == Window.Rule.IN_FLIGHT) {
      return false;
    }
    return reading
        .window()
        .map(length -> length.equals(window.length()))
        .orElse(reading.limit() == window.limit());
  }
}
