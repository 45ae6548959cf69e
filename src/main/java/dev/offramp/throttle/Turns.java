package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Turn;
import java.time.Duration;
import java.util.Optional;

/**
 * Whose turn it is at a paced budget.
 *
 * <p>The holder goes on from its own last slot on its own clock, so nothing is lost between its
 * blocks. Whoever comes after it places its first slot where the holder is surely done: see {@link
 * #free}. That costs something once for each change of holder, so a turn lasts some seconds when
 * others want it, and for ever when nobody does. With its last block the holder says that its turn
 * is over: so the next one books while that block is still in use.
 */
final class Turns {
  /** The last block of a turn that has lasted longer before somebody came. */
  private static final long LAST = Micros.of(Duration.ofMillis(500));

  /** How much later than the end of its slots a holder may still go on. */
  private static final long GRACE = Micros.of(Duration.ofMillis(150));

  /** How long whose turn is over leaves the budget to others. */
  private static final long COURTESY = Micros.of(Duration.ofMillis(500));

  /**
   * Where the next slot is further off than this, the bound on skew is used as well: a loader that
   * has just come would else wait as long from its first look on, which its patience may not allow.
   */
  private static final long FAR = 2 * Lessor.BLOCK + Micros.of(Duration.ofMillis(500));

  private final Margins margins;

  Turns(Margins margins) {
    this.margins = margins;
  }

  /**
   * The instant on {@code holder}'s clock before which it may not place a slot (invariant 7): when
   * the last holder's clock, {@code behind} ours at most, is surely past its last slot, whatever
   * the two clocks show. Where the next slot is far off, the bound on the skew of clocks serves as
   * well.
   */
  long free(Turn turn, String holder, long behind) {
    if (turn.holder().equals(holder)) {
      return turn.freeAt();
    }
    if (turn.holder().isEmpty()) {
      return Long.MIN_VALUE;
    }
    long lead = Math.max(0, turn.freeAt() - turn.stamp());
    // Until then our clock may run faster than the holder's.
    long sure = turn.freeAt() + behind + Pace.ceilDiv(lead * 2 * margins.drift(), 1_000_000);
    return lead > FAR ? Math.min(sure, turn.freeAt() + margins.apart()) : sure;
  }

  /** What stands in the way of who asks; empty when it is its turn. */
  Optional<Decision> obstacle(BudgetState state, Ask ask) {
    Turn turn = state.turn();
    if (turn.holder().equals(ask.holder())) {
      long back = turn.freeAt() + COURTESY;
      return turn.over() && ask.now() < back
          ? Optional.of(new Decision.Later(back, Optional.empty(), "other loaders have their turn"))
          : Optional.empty();
    }
    long free = free(turn, ask.holder(), ask.behind());
    if (turn.over() || turn.holder().isEmpty() || ask.now() >= free + GRACE) {
      return Optional.empty();
    }
    Optional<BudgetState> note =
        turn.wanted() ? Optional.empty() : Optional.of(state.with(wanted(turn)).marked(ask.mark()));
    return Optional.of(
        new Decision.Later(
            Math.min(ask.now() + ask.rhythm().look(), free + GRACE + ask.rhythm().given()),
            note,
            "another loader has its turn at this account"));
  }

  /** How many slots the next block may have at most. */
  long slots(Turn turn, Ask ask, long first, long spacing) {
    if (!goesOn(turn, ask) || !turn.wanted()) {
      return Long.MAX_VALUE;
    }
    return Math.max(1, Math.max(LAST, turn.since() + ask.rhythm().turn() - first) / spacing);
  }

  /** The turn after {@code lease} was granted to who asks. */
  Turn taken(Turn turn, Ask ask, Lease lease) {
    boolean goesOn = goesOn(turn, ask);
    long since = goesOn ? turn.since() : lease.first();
    // Nobody came while it was left to others: nobody wants it.
    boolean wanted = turn.wanted() && (goesOn || !turn.holder().equals(ask.holder()));
    boolean over = wanted && lease.freeAt() + lease.spacing() > since + ask.rhythm().turn();
    return new Turn(ask.holder(), lease.freeAt(), ask.now(), since, over, wanted);
  }

  private static boolean goesOn(Turn turn, Ask ask) {
    return turn.holder().equals(ask.holder()) && !turn.over();
  }

  private static Turn wanted(Turn t) {
    return new Turn(t.holder(), t.freeAt(), t.stamp(), t.since(), t.over(), true);
  }
}
