package dev.offramp.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements InstantSource {
  private Instant now;

  /** Starts at a moment. */
  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves on. */
  public synchronized void advance(Duration length) {
    now = now.plus(length);
  }
}
