package dev.offramp.bench.permits;

import java.time.Instant;
import java.util.Optional;

/** What says when a loader's next call may go. Called by all lanes of a process. */
interface Pacing extends AutoCloseable {

  /**
   * Waits for the turn of a call.
   *
   * @param end after it nothing goes any more
   * @return what is to be done once the call was answered; empty when it is too late
   */
  Optional<Runnable> next(Instant end) throws InterruptedException;

  @Override
  default void close() {}
}
