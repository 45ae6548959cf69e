package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Turn;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One loader's side of a budget, as a machine that never waits and never calls: it says what it
 * wants ({@link Action}) and is told what came of it. So the same machine runs under a blocking
 * throttle and in a simulation. Not safe for several threads.
 */
final class PermitDesk {
  /** How old what we know of the item may be when a call goes. */
  private static final long KNOWN = Micros.of(Duration.ofSeconds(3));

  private static final long AHEAD = Micros.of(Duration.ofSeconds(1));

  /** A first block is small; one that was used up is followed by a larger one. */
  private static final long FIRST_BLOCK = 16;

  private static final long GLANCE = Micros.of(Duration.ofMillis(10));

  private final Lessor lessor;
  private final OutsideUse outside;
  private final Offsets offsets;
  private final Outlook outlook;
  private final Margins margins;
  private final String holder;
  private final long lanes;
  private final long callTime;
  private final Map<Long, Long> inFlight = new HashMap<>();

  private BudgetStore.Stored known;
  private long knownAt = Long.MIN_VALUE;
  private boolean fresh;
  private OptionalLong askedAt = OptionalLong.empty();
  private Turn turn;
  private Decision.Granted pending;
  private Spending spending;
  private int leasedUnder;
  private Ask.Leftover leftover;
  private long missed;
  private long want = FIRST_BLOCK;
  private long othersUntil = Long.MIN_VALUE;
  private long marks;
  private String mark = "";
  private long permits;

  PermitDesk(Limits limits, ThrottleSettings settings, String holder) {
    this.lessor = new Lessor(limits, settings.margins());
    this.outside = lessor.outsideUse();
    this.offsets = new Offsets(settings.margins());
    this.outlook = new Outlook(holder);
    this.margins = settings.margins();
    this.holder = holder;
    this.lanes = settings.lanes();
    this.callTime = Micros.of(settings.callTime());
  }

  /** What is to be done for a call of {@code cost}. */
  Action next(long now, Cost cost) {
    Action action = wanted(now, cost);
    boolean asks = action instanceof Action.Read || action instanceof Action.Write;
    askedAt = asks ? OptionalLong.of(now) : OptionalLong.empty();
    return action;
  }

  private Action wanted(long now, Cost cost) {
    inFlight.values().removeIf(until -> until <= now);
    if (spending != null) {
      Optional<Action> action = fromLease(now, cost);
      if (action.isPresent()) {
        return action.get();
      }
      drop();
    }
    Optional<Action> wait = outlook.pause(now);
    if (wait.isPresent()) {
      return wait.get();
    }
    // While the turn is ours hardly anybody else writes: then the next block takes one write and no
    // read.
    boolean ours = known != null && known.state().turn().holder().equals(holder);
    return fresh || (ours && !known.state().turn().over()) ? ask(now, cost) : new Action.Read();
  }

  private Action ask(long now, Cost cost) {
    mark = holder + "#" + ++marks;
    Ask ask =
        new Ask(
            holder,
            mark,
            now,
            behind(now),
            cost,
            want,
            lanes,
            outlook.rhythm(),
            callTime,
            Optional.ofNullable(leftover));
    Decision decision = lessor.decide(outside.merged(known.state(), now), ask);
    if (decision instanceof Decision.Granted granted) {
      Optional<Action> pause = beforeOurTurn(now);
      if (pause.isPresent()) {
        fresh = false;
        return pause.get();
      }
      pending = granted;
      if (!turn.holder().equals(holder)) {
        othersUntil = lessor.free(turn, holder, behind(now));
      }
      return new Action.Write(known.version(), granted.next());
    }
    if (!fresh) {
      return new Action.Read();
    }
    fresh = false;
    if (decision instanceof Decision.Later later) {
      return outlook.later(later, known.version(), now);
    }
    Decision.Shut shut = (Decision.Shut) decision;
    return new Action.Closed(shut.opensAt(), shut.reason());
  }

  /** Others may be about to take the same turn. */
  private Optional<Action> beforeOurTurn(long now) {
    boolean ended = turn.over() && !turn.holder().isEmpty() && !turn.holder().equals(holder);
    return ended
        ? outlook.beforeOurTurn(lessor.free(turn, holder, behind(now)), now)
        : Optional.empty();
  }

  private Optional<Action> fromLease(long now, Cost cost) {
    if (inFlight.size() >= spending.lease().places()) {
      return now > spending.lease().voidAfter()
          ? Optional.empty()
          : Optional.of(new Action.Wait(now + GLANCE, "all lanes have a call in flight"));
    }
    if (spending.lease().limitsPlaces() && spending.lease().placesUntil() < now + callTime) {
      return Optional.empty();
    }
    Optional<Long> slot = spending.slot(now, cost);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    long at = slot.get();
    if (Math.max(at, now) - knownAt > KNOWN) {
      return Optional.of(
          at - AHEAD <= now
              ? new Action.Read()
              : new Action.Wait(at - AHEAD, "the next call has its slot"));
    }
    if (at > now) {
      return Optional.of(new Action.Wait(at, "the next call has its slot"));
    }
    spending.spend(cost);
    outside.sent(now, Math.max(1, cost.of(CostUnit.CALLS)));
    permits++;
    inFlight.put(permits, now + callTime);
    return Optional.of(
        new Action.Go(
            new Permit(
                permits,
                cost,
                Micros.instant(Math.max(at, spending.lease().first())),
                Micros.instant(spending.voidAfter(at)))));
  }

  /** Takes the item as it was read. */
  void seen(BudgetStore.Stored stored, long now) {
    known = stored;
    knownAt = now;
    fresh = true;
    askedAt.ifPresent(asked -> outlook.answered(Math.max(0, now - asked)));
    askedAt = OptionalLong.empty();
    Turn shown = stored.state().turn();
    if (!shown.holder().equals(holder) && !shown.holder().isEmpty()) {
      offsets.saw(shown.holder(), shown.stamp(), now);
    }
    if (turn != null && !turn.holder().equals(shown.holder())) {
      outlook.turnWentTo(shown.holder());
    }
    turn = shown;
    boolean lowered = stored.state().gate().sharePerMille() < leasedUnder;
    if (spending != null && (lowered || lessor.shut(stored.state(), holder, now).isPresent())) {
      drop();
    }
  }

  private long behind(long now) {
    boolean foreign = !turn.holder().isEmpty() && !turn.holder().equals(holder);
    return foreign ? offsets.behind(turn.holder(), now) : 0;
  }

  /** Takes what came of a write. */
  void attempted(BudgetStore.Attempt attempt, long now) {
    // A write that was sent twice is refused the second time, by what it wrote the first time.
    boolean ours = attempt.current().state().mark().equals(mark);
    Decision.Granted granted = pending;
    pending = null;
    seen(attempt.current(), now);
    outlook.wrote(attempt.done() || ours);
    if (attempt.done() || ours) {
      fresh = false;
      leftover = null;
      if (granted != null) {
        spending = new Spending(granted.lease(), margins);
        missed = spending.passed(now);
        leasedUnder = granted.next().gate().sharePerMille();
      }
    }
  }

  /** Settles a permit: its place is free again. */
  void settled(Permit permit) {
    inFlight.remove(permit.number());
  }

  /** Takes what an answer says about the budget. */
  void told(Feedback feedback, long now) {
    if (known != null && !feedback.readings().isEmpty()) {
      Turn shown = known.state().turn();
      boolean alone = shown.holder().equals(holder) && (!shown.over() || now < shown.freeAt());
      outside.read(feedback.readings(), known.state(), alone ? othersUntil : now, now);
    }
    if (feedback.closes()) {
      drop();
      if (known != null && feedback.verdict() == Feedback.Verdict.LIMITED) {
        outside.refused(known.state(), now);
      }
    }
  }

  /** Forgets what is leased: what was not used is given back with the next write. */
  void drop() {
    if (spending == null) {
      return;
    }
    // Slots that had passed when the store answered were wanted too: else a store that takes longer
    // than a small block would never give a permit.
    want = Math.max(2, Math.addExact(2 * (spending.spentCalls() + missed), 1));
    leftover = spending.leftover();
    spending = null;
  }

  /** The state after this loader has given back all that it holds; empty when it holds nothing. */
  Optional<BudgetState> givenBack(BudgetState state, long now) {
    Optional<Long> freeAt = spending == null ? Optional.empty() : Optional.of(spending.freeAt());
    drop();
    BudgetState next = leftover == null ? state : lessor.givenBack(state, leftover);
    leftover = null;
    Turn current = next.turn();
    if (current.holder().equals(holder)) {
      long free = freeAt.map(f -> Math.min(f, current.freeAt())).orElse(current.freeAt());
      next = next.with(new Turn(holder, free, now, current.since(), true, current.wanted()));
    }
    if (next.places().containsKey(holder)) {
      Map<String, BudgetState.Places> places = new HashMap<>(next.places());
      places.remove(holder);
      next = next.withPlaces(places);
    }
    return next.equals(state) ? Optional.empty() : Optional.of(next.marked(holder + "#" + ++marks));
  }
}
