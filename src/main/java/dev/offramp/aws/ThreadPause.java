package dev.offramp.aws;

import dev.offramp.load.Pause;
import java.time.Duration;

/** Waits by sleeping. */
final class ThreadPause implements Pause {
  @Override
  public void sleep(Duration length) {
    if (length.isNegative() || length.isZero()) {
      return;
    }
    try {
      Thread.sleep(length.toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
