package dev.offramp.load;

import dev.offramp.throttle.BudgetClosedException;
import java.time.Instant;

/**
 * A person has stopped the job, or has asked for something else of it: no call of it is started any
 * more. What was called is settled, and the ledger says where to go on.
 */
public final class JobStoppedException extends BudgetClosedException {
  private static final long serialVersionUID = 1L;

  private static final String WHY = "OFF-2920 a person has stopped the job";

  JobStoppedException() {
    super(Instant.MAX, WHY, WHY);
  }
}
