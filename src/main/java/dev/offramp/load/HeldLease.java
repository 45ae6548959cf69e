package dev.offramp.load;

import dev.offramp.job.JobStore;
import dev.offramp.job.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A lease that is renewed while its holder works. Safe for several lanes. */
final class HeldLease {
  private final JobStore jobs;
  private final InstantSource clock;
  private final Duration length;
  private Lease lease;

  HeldLease(JobStore jobs, InstantSource clock, Duration length, Lease lease) {
    this.jobs = jobs;
    this.clock = clock;
    this.length = length;
    this.lease = lease;
  }

  /** The lease, made longer when a third of it has passed. */
  synchronized Lease current() {
    Instant now = clock.instant();
    if (Duration.between(now, lease.until()).compareTo(length.multipliedBy(2).dividedBy(3)) < 0) {
      lease = jobs.renew(lease, length, now);
    }
    return lease;
  }

  /** When the lease runs out, after renewing it where that is due. */
  Instant until() {
    return current().until();
  }

  /** Gives it back. */
  synchronized void release() {
    jobs.release(lease, clock.instant());
  }
}
