package dev.offramp.load;

import dev.offramp.job.Deadline;
import dev.offramp.job.LeaseKeeper;
import java.time.Duration;
import java.time.Instant;

/**
 * One invocation's turn at an account.
 *
 * @param held the account's lease
 * @param late what may still take effect of what it called
 * @param deadline when the function ends
 * @param stops the jobs that a person stopped meanwhile
 */
record Turn(LeaseKeeper held, LateCalls late, Deadline deadline, Stops stops) {

  /** No call may be under way when the lease or the function ends. */
  Instant latestEnd() {
    Instant lease = held.until();
    return lease.isBefore(deadline.end()) ? lease : deadline.end();
  }

  /** Gives the lease back, once nothing that was called can take effect any more. */
  void end() {
    Duration wait = held.release(late.landed());
    stops.goOn(wait);
  }

  /** A moment, or the later one at which the lease is free again. */
  Instant notBefore(Instant moment) {
    return late.landed().isAfter(moment) ? late.landed() : moment;
  }
}
