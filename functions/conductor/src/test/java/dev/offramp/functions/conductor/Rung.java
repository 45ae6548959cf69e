package dev.offramp.functions.conductor;

import dev.offramp.aws.BellBatch;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the handler was asked to do; takes the place of the conductor itself. */
@Singleton
class Rung {
  final Queue<String> subjects = new ConcurrentLinkedQueue<>();

  @Mock
  @Produces
  @Singleton
  BellBatch bells() {
    return BellBatch.ofBells(
        (subject, deadline) -> {
          if (subject.equals("bad")) {
            throw new IllegalStateException("it failed");
          }
          subjects.add(subject);
        },
        backwards());
  }

  /**
   * The test server names no deadline, so the time that is left is any number of milliseconds below
   * 25 days either way: a clock that goes back further with every look leaves time enough.
   */
  private static InstantSource backwards() {
    AtomicLong looks = new AtomicLong();
    return () -> Instant.EPOCH.minus(Duration.ofDays(60 * looks.incrementAndGet()));
  }
}
