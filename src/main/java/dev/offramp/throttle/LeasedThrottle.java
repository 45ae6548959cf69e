package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Closing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** The throttle of one loader at one budget, on whatever store keeps the budget. */
public final class LeasedThrottle implements Throttle {
  private static final int TRIES = 20;

  private final BudgetStore store;
  private final String key;
  private final Limits limits;
  private final ThrottleSettings settings;
  private final String holder;
  private final InstantSource clock;
  private final Waiter waiter;
  private final PermitDesk desk;
  private final ReentrantLock line = new ReentrantLock(true);
  private volatile BudgetState lastSeen = BudgetState.FRESH;
  private volatile String reason = "";
  private boolean closed;

  /**
   * Leases nothing yet.
   *
   * @param store where the budget is kept
   * @param key which budget: platform, account and app, no personal data and no secret
   * @param limits what the vendor allows
   * @param settings how this loader uses it
   * @param holder names this loader and no other, ever: a random id made when it starts
   * @param clock the loader's clock
   * @param waiter how it waits
   */
  public LeasedThrottle(
      BudgetStore store,
      String key,
      Limits limits,
      ThrottleSettings settings,
      String holder,
      InstantSource clock,
      Waiter waiter) {
    this.store = Objects.requireNonNull(store, "store");
    this.key = Objects.requireNonNull(key, "key");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.holder = Objects.requireNonNull(holder, "holder");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.waiter = Objects.requireNonNull(waiter, "waiter");
    this.desk = new PermitDesk(limits, settings, holder);
  }

  @Override
  public Permit acquire(Cost cost, Instant latestStart) {
    // Who waits keeps its place in the line, so permits go in the order in which they were asked
    // for.
    line.lock();
    try {
      return untilGone(cost, latestStart);
    } finally {
      line.unlock();
    }
  }

  private Permit untilGone(Cost cost, Instant latestStart) {
    Instant patience = clock.instant().plus(settings.patience());
    while (true) {
      Instant end = latestStart.isBefore(patience) ? latestStart : patience;
      Action action = step(cost);
      if (action instanceof Action.Go go) {
        reason = "";
        return go.permit();
      } else if (action instanceof Action.Closed shut) {
        patience = patience.plus(waitUntil(Micros.instant(shut.opensAt()), end, shut.reason()));
      } else if (action instanceof Action.Wait wait) {
        patience = patience.plus(waitUntil(Micros.instant(wait.until()), end, wait.reason()));
      }
    }
  }

  /**
   * A budget that opens within the patience is waited for, whatever closed it. Gives by how much it
   * was late: a process that stood still meanwhile has not waited so long for the budget.
   */
  private Duration waitUntil(Instant until, Instant end, String why) {
    if (until.isAfter(end)) {
      throw refused(until, why);
    }
    reason = why;
    waiter.waitUntil(until);
    Duration late = Duration.between(until, clock.instant());
    return late.isNegative() ? Duration.ZERO : late;
  }

  private Action step(Cost cost) {
    synchronized (desk) {
      if (closed) {
        throw new IllegalStateException("the throttle is closed");
      }
      Action action = desk.next(now(), cost);
      if (action instanceof Action.Read) {
        BudgetStore.Stored stored = store.read(key);
        desk.seen(stored, now());
        lastSeen = stored.state();
      } else if (action instanceof Action.Write write) {
        BudgetStore.Attempt attempt = store.replace(key, write.version(), write.next());
        desk.attempted(attempt, now());
        lastSeen = attempt.current().state();
      }
      return action;
    }
  }

  private BudgetClosedException refused(Instant opensAt, String why) {
    reason = why;
    return new BudgetClosedException(opensAt, why);
  }

  @Override
  public void report(Permit permit, Feedback feedback) {
    synchronized (desk) {
      desk.settled(permit);
      desk.told(feedback, now());
      if (feedback.closes()) {
        reason = feedback.reason();
        long until = Micros.of(feedback.opensAt().orElseThrow());
        change(s -> closed(s, until, feedback.reason()));
      }
    }
  }

  private BudgetState closed(BudgetState state, long until, String why) {
    return state.closing().until() >= until
        ? state
        : state.with(new Closing(until, why, holder)).marked(holder + "/closing");
  }

  private void change(UnaryOperator<BudgetState> change) {
    for (int i = 0; i < TRIES; i++) {
      BudgetStore.Stored stored = store.read(key);
      BudgetState next = change.apply(stored.state());
      if (next.equals(stored.state())) {
        desk.seen(stored, now());
        return;
      }
      BudgetStore.Attempt attempt = store.replace(key, stored.version(), next);
      desk.seen(attempt.current(), now());
      if (attempt.done()) {
        return;
      }
    }
    throw new BudgetBusyException(key);
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public Duration eta(long calls) {
    return limits.eta(calls, Cost.call(), lastSeen);
  }

  @Override
  public void close() {
    synchronized (desk) {
      if (!closed) {
        closed = true;
        BudgetStore.Stored stored = store.read(key);
        Optional<BudgetState> next = desk.givenBack(stored.state(), now());
        // Not ours to insist on: what is not given back is void after its slots.
        next.ifPresent(state -> store.replace(key, stored.version(), state));
      }
    }
  }

  private long now() {
    return Micros.of(clock.instant());
  }
}
