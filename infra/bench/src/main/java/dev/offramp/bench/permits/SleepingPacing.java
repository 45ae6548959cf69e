package dev.offramp.bench.permits;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A fixed pause before each call, whatever the others do: what a loader's script does. The rate is
 * divided among the processes, and the pause does not wait for the answer.
 */
final class SleepingPacing implements Pacing {
  private final long pause;

  SleepingPacing(Rate rate, int processes) {
    this.pause = Math.round(1e9 * processes / rate.perSecond());
  }

  @Override
  public synchronized Optional<Runnable> next(Instant end) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(pause);
    return Instant.now().isBefore(end) ? Optional.of(() -> {}) : Optional.empty();
  }
}
