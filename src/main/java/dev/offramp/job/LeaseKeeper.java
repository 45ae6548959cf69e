package dev.offramp.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A lease that is renewed while its holder works. Safe for several lanes. */
public final class LeaseKeeper {
  private final JobStore jobs;
  private final InstantSource clock;
  private final Duration length;
  private Lease lease;

  /** Takes a lease that was just acquired, and the length to which it is renewed. */
  public LeaseKeeper(JobStore jobs, InstantSource clock, Duration length, Lease lease) {
    this.jobs = jobs;
    this.clock = clock;
    this.length = length;
    this.lease = lease;
  }

  /** The lease, made longer when a third of it has passed. */
  public synchronized Lease current() {
    Instant now = clock.instant();
    if (Duration.between(now, lease.until()).compareTo(length.multipliedBy(2).dividedBy(3)) < 0) {
      lease = jobs.renew(lease, length, now);
    }
    return lease;
  }

  /** When the lease runs out, after renewing it where that is due. */
  public Instant until() {
    return current().until();
  }

  /** Gives it back. */
  public void release() {
    release(Instant.EPOCH);
  }

  /**
   * Gives it back, so that the next one can take it from now on, but not before a moment.
   *
   * @return how long it is until then
   */
  public synchronized Duration release(Instant earliest) {
    Instant now = clock.instant();
    Instant free = earliest.isAfter(now) ? earliest : now;
    jobs.release(lease, free);
    return Duration.between(now, free);
  }
}
