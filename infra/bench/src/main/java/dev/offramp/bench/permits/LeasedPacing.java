package dev.offramp.bench.permits;

import dev.offramp.aws.SleepingWaiter;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.ThrottleSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Offramp's throttle. A loader that is sent away comes again when it was told to. */
final class LeasedPacing implements Pacing {
  private final LeasedThrottle throttle;
  private final Clock clock = Clock.systemUTC();

  LeasedPacing(BudgetStore store, String budget, Rate rate) {
    this.throttle =
        new LeasedThrottle(
            store,
            budget,
            rate.limits(),
            ThrottleSettings.USUAL,
            UUID.randomUUID().toString(),
            clock,
            new SleepingWaiter(clock));
  }

  @Override
  public Optional<Runnable> next(Instant end) throws InterruptedException {
    while (clock.instant().isBefore(end)) {
      try {
        Permit permit = throttle.acquire(Cost.call(), end);
        return Optional.of(() -> throttle.report(permit, Feedback.fine()));
      } catch (BudgetClosedException e) {
        Instant again = e.opensAt().isBefore(end) ? e.opensAt() : end;
        Duration wait = Duration.between(clock.instant(), again);
        TimeUnit.NANOSECONDS.sleep(Math.max(1_000_000, wait.toNanos()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    throttle.close();
  }
}
