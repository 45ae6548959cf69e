package dev.offramp.load;

import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A throttle that gives no permit to a job that a person has stopped. A permit that was waited for
 * is given only on a look that is younger than the wait may have been: so no call starts more than
 * five seconds after the change.
 */
public final class BrakedThrottle implements Throttle {
  private final Throttle inner;
  private final Brake brake;
  private final InstantSource clock;

  /** Takes the account's throttle, the job's brake, and the clock of the throttle. */
  public BrakedThrottle(Throttle inner, Brake brake, InstantSource clock) {
    this.inner = inner;
    this.brake = brake;
    this.clock = clock;
  }

  /**
   * As in {@link Throttle}.
   *
   * @throws JobStoppedException if a person has stopped the job
   */
  @Override
  public Permit acquire(Cost cost, Instant latestStart) {
    brake.look();
    while (true) {
      Permit permit = inner.acquire(cost, latestStart);
      if (!lookedAgain(permit) || permit.goodAt(clock.instant())) {
        return permit;
      }
      inner.report(permit, Feedback.unanswered()); // The look took longer than the permit is good.
    }
  }

  private boolean lookedAgain(Permit permit) {
    boolean kept = false;
    try {
      boolean looked = brake.lookAgain();
      kept = true;
      return looked;
    } finally {
      if (!kept) {
        inner.report(permit, Feedback.unanswered());
      }
    }
  }

  @Override
  public void report(Permit permit, Feedback feedback) {
    inner.report(permit, feedback);
  }

  @Override
  public String reason() {
    return inner.reason();
  }

  @Override
  public Duration eta(long calls) {
    return inner.eta(calls);
  }

  @Override
  public void close() {
    inner.close();
  }
}
