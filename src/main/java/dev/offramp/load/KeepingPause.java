package dev.offramp.load;

import dev.offramp.job.LeaseKeeper;
import java.time.Duration;

/** Waits in small steps and keeps the lease meanwhile, so that nobody takes the account over. */
final class KeepingPause implements Pause {
  private static final Duration STEP = Duration.ofSeconds(10);

  private final Pause pause;
  private final LeaseKeeper held;

  KeepingPause(Pause pause, LeaseKeeper held) {
    this.pause = pause;
    this.held = held;
  }

  @Override
  public void sleep(Duration length) {
    Duration left = length;
    while (left.compareTo(Duration.ZERO) > 0) {
      Duration step = left.compareTo(STEP) > 0 ? STEP : left;
      pause.sleep(step);
      left = left.minus(step);
      held.until();
    }
  }
}
