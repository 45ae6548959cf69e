package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Job;
import java.time.Instant;
import java.util.function.Supplier;

/** Opens destinations. */
@FunctionalInterface
public interface Connections {
  /**
   * Opens the account that a job loads into.
   *
   * @param job names destination and account
   * @param latestEnd by when the last call has to have been answered: no call is started whose
   *     time-out lies behind it
   * @throws dev.offramp.crm.DestinationException if there is no key, or the destination is unknown
   */
  Destination open(Job job, Supplier<Instant> latestEnd);
}
