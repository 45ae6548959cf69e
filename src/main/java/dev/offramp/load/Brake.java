package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Looks whether a job is still to do what it was doing when its work began. It looks in the table
 * of jobs, every few seconds at most and not for each call, whoever of the lanes comes first. Safe
 * for several lanes.
 */
public final class Brake {
  /** How old a look may be before another one is taken in passing. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** How old a look may be when a call starts: with a slow read less than five seconds. */
  private static final Duration GOOD = Duration.ofMillis(3500);

  private final JobStore jobs;
  private final InstantSource clock;
  private final String jobId;
  private final JobState begun;
  private Instant lookedAt;
  private boolean stopped;

  /**
   * Takes a job as it was just read.
   *
   * @param clock on which the ages of looks are measured
   */
  public Brake(JobStore jobs, Job job, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
    this.jobId = job.id();
    this.begun = job.state();
    this.lookedAt = Instant.EPOCH;
  }

  /**
   * Looks if the last look is some seconds old.
   *
   * @throws JobStoppedException if the job is not to go on
   */
  public void look() {
    look(FRESH);
  }

  /**
   * Looks if the last look is too old for a call to start on it.
   *
   * @return whether it looked, which takes some milliseconds
   * @throws JobStoppedException if the job is not to go on
   */
  public boolean lookAgain() {
    return look(GOOD);
  }

  /** A job that has come to its end meanwhile is not stopped: somebody only looks at it. */
  private boolean goesOn(JobState now) {
    return now == begun
        || now == JobState.VERIFYING
        || now == JobState.REPORTING
        || now == JobState.COMPLETED;
  }

  private synchronized boolean look(Duration age) {
    Instant now = clock.instant();
    boolean due = Duration.between(lookedAt, now).abs().compareTo(age) > 0;
    if (due && !stopped) {
      stopped = jobs.find(jobId).map(Job::state).filter(this::goesOn).isEmpty();
      lookedAt = now; // From before the read: whatever came later may not be in it.
    }
    if (stopped) {
      throw new JobStoppedException();
    }
    return due;
  }
}
