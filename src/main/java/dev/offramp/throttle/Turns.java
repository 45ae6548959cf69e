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
 * others want it, and for ever when nobody does.
 */
final class Turns {
  /**
   * After how long a turn ends with its block, when somebody else waits: well inside a loader's
   * patience.
   */
  static final long TURN = Micros.of(Duration.ofSeconds(3));

  /** How much later than the end of its slots a holder may still go on. */
  static final long GRACE = Micros.of(Duration.ofMillis(150));

  /** How long who has given up its turn leaves it to others. */
  static final long COURTESY = Micros.of(Duration.ofMillis(500));

  /** How often the one who waits looks when the turn is about to change. */
  private static final long POLL = Micros.of(Duration.ofMillis(100));

  private final Margins margins;

  Turns(Margins margins) {
    this.margins = margins;
  }

  /**
   * The instant on {@code holder}'s clock before which it may not place a slot (invariant 7).
   *
   * <p>The last holder stamped its clock before its write was done, and we saw the write after it
   * was done. So when {@code freeAt - stamp} has passed since we saw it, it has passed since the
   * stamp, and the last holder's clock is past {@code freeAt}: whatever the two clocks show. Where
   * that would be long to wait (slots far apart), the bound on their skew serves as well.
   */
  long free(Turn turn, String holder, long seenAt) {
    if (turn.holder().equals(holder)) {
      return turn.freeAt();
    }
    if (turn.holder().isEmpty()) {
      return Long.MIN_VALUE;
    }
    long lead = Math.max(0, turn.freeAt() - turn.stamp());
    long seen = seenAt + lead;
    return lead > margins.apart() ? Math.min(seen, turn.freeAt() + margins.apart()) : seen;
  }

  /** What stands in the way of who asks; empty when it is its turn. */
  Optional<Decision> obstacle(BudgetState state, Ask ask) {
    Turn turn = state.turn();
    if (turn.holder().equals(ask.holder())) {
      return ownTurn(state, ask);
    }
    long free = free(turn, ask.holder(), ask.turnSeenAt());
    if (turn.over() || turn.holder().isEmpty() || ask.now() >= free + GRACE) {
      return Optional.empty();
    }
    long ends = ask.turnSeenAt() + Math.max(0, TURN - (turn.stamp() - turn.since()));
    long look = Math.max(ask.now() + POLL, Math.min(free + GRACE, ends));
    Optional<BudgetState> note =
        turn.wanted() ? Optional.empty() : Optional.of(state.with(wanted(turn)).marked(ask.mark()));
    return Optional.of(
        new Decision.Later(look, note, "another loader has its turn at this account"));
  }

  private Optional<Decision> ownTurn(BudgetState state, Ask ask) {
    Turn turn = state.turn();
    long back = turn.freeAt() + COURTESY;
    if (turn.over()) {
      return ask.now() >= back || !turn.wanted()
          ? Optional.empty()
          : Optional.of(
              new Decision.Later(back, Optional.empty(), "other loaders have their turn"));
    }
    if (!turn.wanted() || ask.now() - turn.since() < TURN) {
      return Optional.empty();
    }
    BudgetState givenUp =
        state
            .with(new Turn(turn.holder(), turn.freeAt(), ask.now(), turn.since(), true, true))
            .marked(ask.mark());
    return Optional.of(
        new Decision.Later(
            Math.max(ask.now(), back), Optional.of(givenUp), "other loaders have their turn"));
  }

  /** The turn after {@code lease} was granted to who asks. */
  Turn taken(Turn turn, Ask ask, Lease lease) {
    boolean goesOn = turn.holder().equals(ask.holder()) && !turn.over();
    return new Turn(
        ask.holder(),
        lease.freeAt(),
        ask.now(),
        goesOn ? turn.since() : ask.now(),
        false,
        turn.wanted());
  }

  private static Turn wanted(Turn t) {
    return new Turn(t.holder(), t.freeAt(), t.stamp(), t.since(), t.over(), true);
  }
}
