package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Closing;
import dev.offramp.throttle.BudgetState.Gate;
import dev.offramp.throttle.BudgetState.Places;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what a budget can give. Pure: the answer follows from the state and the wish. */
final class Lessor {
  /** How long a block of slots lasts, and how long a block without slots is good. */
  static final long BLOCK = Micros.of(Duration.ofSeconds(2));

  /** How many permits a block holds when nothing paces them. */
  private static final long UNPACED = 100;

  /** Into how many leases a long window is cut at least. */
  private static final long PORTIONS = 20;

  /** How long places in flight are held beyond the longest call. */
  private static final long HOLD = Micros.of(Duration.ofSeconds(15));

  private final Limits limits;
  private final Margins margins;
  private final Pace pace;
  private final Tallies tallies;
  private final Turns turns;

  Lessor(Limits limits, Margins margins) {
    this.limits = limits;
    this.margins = margins;
    this.pace = new Pace(limits, margins);
    this.tallies = new Tallies(pace, margins);
    this.turns = new Turns(margins);
  }

  OutsideUse outsideUse() {
    return new OutsideUse(limits, pace, tallies);
  }

  /**
   * The instant on {@code holder}'s clock until which whoever had the turn before may have sent
   * calls.
   */
  long free(BudgetState.Turn turn, String holder, long behind) {
    return turns.free(turn, holder, behind);
  }

  Decision decide(BudgetState given, Ask ask) {
    BudgetState state = ask.leftover().map(left -> givenBack(given, left)).orElse(given);
    Optional<Decision> obstacle =
        shut(state, ask.holder(), ask.now()).or(() -> turnInTheWay(state, ask));
    return obstacle.orElseGet(() -> grant(state, ask));
  }

  /** What shuts the budget for everybody, whoever's turn it is. */
  Optional<Decision> shut(BudgetState state, String holder, long now) {
    Gate gate = state.gate();
    if (gate.flag() != Gate.Flag.OPEN) {
      return Optional.of(new Decision.Shut(Micros.NEVER, stopped(gate)));
    }
    if (gate.sharePerMille() == 0) {
      return Optional.of(
          new Decision.Shut(Micros.NEVER, "OFF-2922 our share of the limits is set to 0"));
    }
    Closing closing = state.closing();
    long opens = closing.until() + (closing.by().equals(holder) ? 0 : margins.apart());
    return closing.until() > 0 && now < opens
        ? Optional.of(new Decision.Shut(opens, closing.reason()))
        : Optional.empty();
  }

  private static String stopped(Gate gate) {
    return (gate.flag() == Gate.Flag.PAUSED
            ? "OFF-2920 a person has paused the account"
            : "OFF-2921 a person has stopped the account")
        + (gate.note().isEmpty() ? "" : ": " + gate.note());
  }

  private Optional<Decision> turnInTheWay(BudgetState state, Ask ask) {
    return pace.spacing(state, ask.now()) == 0 ? Optional.empty() : turns.obstacle(state, ask);
  }

  private Decision grant(BudgetState state, Ask ask) {
    long spacing = pace.spacing(state, ask.now());
    long calls = Math.max(1, ask.each().of(CostUnit.CALLS));
    long least = 2 * calls - 1;
    long slots = spacing == 0 ? UNPACED : Pace.ceilDiv(BLOCK, spacing);
    long first = ask.now();
    if (spacing > 0) {
      long free = turns.free(state.turn(), ask.holder(), ask.behind());
      first = Math.max(first, free + pace.afterLowering(state, ask.now()));
      slots = Math.min(slots, turns.slots(state.turn(), ask, first, spacing));
    }
    slots = Math.max(least, Math.min(slots, ask.permits() * least));
    Map<CostUnit, Long> amounts = new EnumMap<>(CostUnit.class);
    for (Window window : limits.windows()) {
      if (window.counted()) {
        long each = ask.each().of(window.unit());
        long end = end(first, spacing, slots);
        long room = tallies.room(window, state, first, end);
        if (each > room) {
          long opens = tallies.opensAt(window, state, ask.now(), each);
          return new Decision.Shut(opens, "the " + window.inWords() + " are used");
        }
        long most = Math.min(Math.min(room, portion(window, state, each, ask)), slots * each);
        amounts.merge(window.unit(), most, Math::min);
      }
    }
    long affordable = slots;
    for (Map.Entry<CostUnit, Long> amount : amounts.entrySet()) {
      long each = ask.each().of(amount.getKey());
      if (each > 0) {
        affordable = Math.min(affordable, amount.getValue() / each * least);
      }
    }
    return placed(state, ask, first, spacing, Math.max(least, affordable), amounts);
  }

  /** Of a long window one lease takes a small part, so that a lessee that dies costs little. */
  private long portion(Window window, BudgetState state, long each, Ask ask) {
    return window.length().compareTo(Duration.ofHours(1)) < 0
        ? Long.MAX_VALUE
        : Math.max(each, pace.allowed(window, state, ask.now()) / PORTIONS);
  }

  private Decision placed(
      BudgetState state,
      Ask ask,
      long first,
      long spacing,
      long slots,
      Map<CostUnit, Long> amounts) {
    long places = Lease.UNLIMITED;
    long placesUntil = ask.now() + ask.callTime() + HOLD;
    BudgetState next = state.with(state.gate().settled());
    for (Window window : limits.windows()) {
      if (window.rule() == Window.Rule.IN_FLIGHT) {
        places =
            Math.min(
                ask.places(),
                Math.max(1, pace.allowed(window, state, ask.now())) - taken(state, ask));
        if (places < 1) {
          return new Decision.Later(
              ask.now() + GLANCE,
              Optional.empty(),
              "all of the " + window.inWords() + " are taken");
        }
        next = next.withPlaces(places(state, ask, new Places(places, placesUntil)));
      }
    }
    Lease lease =
        new Lease(
            first,
            spacing,
            slots,
            end(first, spacing, slots) + Micros.of(margins.lateness()),
            amounts,
            places,
            placesUntil);
    for (Window window : limits.windows()) {
      if (window.counted()) {
        next = tallies.add(window, next, first, lease.voidAfter(), amounts.get(window.unit()));
      }
    }
    if (spacing > 0) {
      next = next.with(turns.taken(state.turn(), ask, lease));
    }
    return new Decision.Granted(next.marked(ask.mark()), lease);
  }

  private static final long GLANCE = Micros.of(Duration.ofMillis(250));

  private static long end(long first, long spacing, long slots) {
    return spacing == 0 ? first + BLOCK : first + (slots - 1) * spacing;
  }

  private long taken(BudgetState state, Ask ask) {
    return live(state, ask).values().stream().mapToLong(Places::count).sum();
  }

  private Map<String, Places> live(BudgetState state, Ask ask) {
    Map<String, Places> others = new HashMap<>(state.places());
    others.remove(ask.holder());
    others.values().removeIf(p -> p.until() + margins.apart() <= ask.now());
    return others;
  }

  private Map<String, Places> places(BudgetState state, Ask ask, Places own) {
    Map<String, Places> all = live(state, ask);
    all.put(ask.holder(), own);
    return all;
  }

  /** The state after a lessee has given back what it did not use. */
  BudgetState givenBack(BudgetState state, Ask.Leftover left) {
    BudgetState next = state;
    for (Window window : countedWindows()) {
      long amount = left.amounts().getOrDefault(window.unit(), 0L);
      if (amount > 0) {
        next = tallies.add(window, next, left.start(), left.end(), -amount);
      }
    }
    return next;
  }

  private List<Window> countedWindows() {
    return limits.windows().stream().filter(Window::counted).toList();
  }
}
