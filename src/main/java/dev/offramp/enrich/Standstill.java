package dev.offramp.enrich;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.load.JobStoppedException;
import dev.offramp.throttle.BudgetClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Parks a bell whose work cannot go on now: nobody waits long inside a Lambda. */
public final class Standstill {
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration WORTH_A_NOTE = Duration.ofSeconds(10);

  private final JobStore jobs;
  private final Bells bells;
  private final InstantSource clock;

  /** Takes where jobs stand, who rings, and the clock. */
  public Standstill(JobStore jobs, Bells bells, InstantSource clock) {
    this.jobs = jobs;
    this.bells = bells;
    this.clock = clock;
  }

  /**
   * Parks after a call that got no permit. A job that a person has stopped gets no note; whoever
   * lets it go on rings, and that bell may have come while we were still at it.
   *
   * @param going where the job is if it goes on again
   */
  public void park(String jobId, Bell bell, BudgetClosedException why, Set<JobState> going) {
    if (!(why instanceof JobStoppedException)) {
      park(jobId, bell, why.reason(), why.opensAt());
    } else if (jobs.find(jobId).filter(job -> going.contains(job.state())).isPresent()) {
      bells.ring(List.of(bell.after(SOON)));
    }
  }

  /**
   * Notes why and until when, and rings again then; what only a person opens is looked at later.
   */
  public void park(String jobId, Bell bell, String reason, Instant opensAt) {
    Instant now = clock.instant();
    boolean person = opensAt.equals(Instant.MAX);
    Instant until = person ? now.plus(LONGEST_DELAY) : opensAt;
    Duration wait = Duration.between(now, until);
    if (wait.compareTo(WORTH_A_NOTE) > 0) {
      jobs.note(jobId, reason, until, now);
    }
    if (!person && wait.compareTo(LONGEST_DELAY) < 0) {
      Duration delay = wait.isNegative() ? Duration.ZERO : wait;
      bells.ring(List.of(bell.after(delay.plusMillis(999))));
    }
  }
}
