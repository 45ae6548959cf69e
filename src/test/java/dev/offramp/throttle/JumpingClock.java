package dev.offramp.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until somebody waits: then it jumps there. */
final class JumpingClock implements InstantSource, Waiter {
  private Instant now;

  JumpingClock(Instant now) {
    this.now = now;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void waitUntil(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
  }

  void pass(Duration duration) {
    waitUntil(instant().plus(duration));
  }
}
