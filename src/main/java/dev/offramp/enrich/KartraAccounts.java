package dev.offramp.enrich;

import dev.offramp.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens Kartra accounts. */
@FunctionalInterface
public interface KartraAccounts {
  /**
   * Opens the account that a job's migration leaves, for as long as the job goes on with what it is
   * at now.
   *
   * @param job as it was just read; its migration names the secret
   * @param sharePerMille the part of the App's limit that the plan gives us
   * @param patience the longest wait for a permit
   * @param latestEnd by when the last call has to have been answered
   * @return nothing where there are no keys
   * @throws dev.offramp.kartra.api.KartraApiException OFF-2802 if the keys cannot be read
   */
  Optional<KartraSession> open(
      Job job, int sharePerMille, Duration patience, Supplier<Instant> latestEnd);
}
