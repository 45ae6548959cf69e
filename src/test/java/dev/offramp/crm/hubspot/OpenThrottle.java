package dev.offramp.crm.hubspot;

import dev.offramp.testkit.ManualClock;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every permit, after the time that the vendor's last answer asked for, on a test's clock.
 */
final class OpenThrottle implements Throttle {
  private final ManualClock clock;
  private final List<Permit> open = new ArrayList<>();
  private Instant opensAt = Instant.MIN;
  private long given;

  OpenThrottle(ManualClock clock) {
    this.clock = clock;
  }

  @Override
  public Permit acquire(Cost cost, Instant latestStart) {
    Instant now = clock.instant();
    if (opensAt.isAfter(now)) {
      clock.advance(Duration.between(now, opensAt));
    }
    Permit permit = new Permit(given++, cost, clock.instant(), Instant.MAX);
    open.add(permit);
    return permit;
  }

  @Override
  public void report(Permit permit, Feedback feedback) {
    if (!open.remove(permit)) {
      throw new AssertionError("a permit is answered once");
    }
    feedback.opensAt().ifPresent(at -> opensAt = at);
  }

  @Override
  public String reason() {
    return "";
  }

  @Override
  public Duration eta(long calls) {
    return Duration.ZERO;
  }

  @Override
  public void close() {
    if (!open.isEmpty()) {
      throw new AssertionError("permits without an answer: " + open.size());
    }
  }
}
