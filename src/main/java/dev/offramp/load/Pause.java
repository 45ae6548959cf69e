package dev.offramp.load;

import java.time.Duration;

/** Waits. Handed in, so that a test's clock decides how long that is. */
@FunctionalInterface
public interface Pause {
  /** Returns after this long. */
  void sleep(Duration length);
}
