package dev.offramp.stage;

import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Wakeups;
import dev.offramp.report.JobReporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The conductor: opens a job's next phase, rings again for what has gone quiet, and has the report
 * written. Bells get lost; the tables do not, so everything here follows from the tables alone.
 */
public final class ControlStage implements BellHandler {
  /** The subject of the schedule's bell: look at every job. */
  public static final String EVERY_JOB = "*";

  private final JobStore jobs;
  private final Bells bells;
  private final Predicate<Job> needsApproval;
  private final JobReporter reporter;
  private final InstantSource clock;
  private final Duration quiet;

  /**
   * Takes its collaborators.
   *
   * @param needsApproval whether a job's plan wants a person's word before anything is written
   * @param quiet how long nothing has to have changed before a bell counts as lost
   */
  public ControlStage(
      JobStore jobs,
      Bells bells,
      Predicate<Job> needsApproval,
      JobReporter reporter,
      InstantSource clock,
      Duration quiet) {
    this.jobs = jobs;
    this.bells = bells;
    this.needsApproval = needsApproval;
    this.reporter = reporter;
    this.clock = clock;
    this.quiet = quiet;
  }

  @Override
  public void handle(String subject, Deadline deadline) {
    List<String> ids = subject.equals(EVERY_JOB) ? jobs.active() : List.of(subject);
    for (String id : ids) {
      if (deadline.remaining(clock).isZero()) {
        return; // The next tick sees the rest.
      }
      advance(id);
    }
  }

  /** Moves a job as far as the tables allow; stops where somebody else has to work. */
  private void advance(String id) {
    Optional<Job> job = jobs.find(id);
    while (job.isPresent()) {
      job = step(job.get());
    }
  }

  /** One step; the job afterwards if there may be another one. */
  private Optional<Job> step(Job job) {
    return switch (job.state()) {
      case RECEIVED, PARSING -> ringIfQuiet(job, List.of(Bell.parse(job.id())));
      case MAPPING -> mapping(job);
      case LOADING -> loading(job);
      case VERIFYING -> ringForAccount(job);
      case REPORTING -> reporting(job);
      case ROLLING_BACK -> ringIfQuiet(job, List.of(Bell.rollback(job.id())));
      case UNKNOWN_KIND, AWAITING_APPROVAL, COMPLETED, FAILED, ROLLED_BACK -> Optional.empty();
      case PAUSED, PARSING_PAUSED, MAPPING_PAUSED, ROLLBACK_PAUSED -> Optional.empty();
    };
  }

  private Optional<Job> mapping(Job job) {
    if (job.chunksMapped() < job.chunks()) {
      return isQuiet(job) ? ringIfQuiet(job, new Wakeups(jobs).unmapped(job)) : Optional.empty();
    }
    Optional<Job> next = jobs.transition(job.id(), JobState.MAPPING, afterMapping(job), "", now());
    next.filter(j -> j.state() == JobState.LOADING)
        .ifPresent(j -> bells.ring(List.of(Bell.load(j.account()))));
    return next;
  }

  private JobEvent afterMapping(Job job) {
    if (job.counters().pending() == 0) {
      return JobEvent.NOTHING_TO_LOAD;
    }
    return needsApproval.test(job) ? JobEvent.MAPPED_NEEDS_APPROVAL : JobEvent.MAPPED;
  }

  private Optional<Job> loading(Job job) {
    if (job.allLoaded()) {
      Optional<Job> next = jobs.transition(job.id(), JobState.LOADING, JobEvent.LOADED, "", now());
      next.ifPresent(j -> bells.ring(List.of(Bell.load(j.account()))));
      return next;
    }
    return ringForAccount(job);
  }

  private Optional<Job> ringForAccount(Job job) {
    return isQuiet(job) && !accountWaits(job.account())
        ? ringIfQuiet(job, List.of(Bell.load(job.account())))
        : Optional.empty();
  }

  /** Jobs of one account wait together: who waits behind one that is parked is not lost. */
  private boolean accountWaits(String account) {
    Instant now = now();
    return Stream.concat(jobs.loading(account).stream(), jobs.verifying(account).stream())
        .anyMatch(job -> job.notBefore().isAfter(now));
  }

  private Optional<Job> reporting(Job job) {
    String reason = reporter.report(job, now());
    return jobs.transition(job.id(), JobState.REPORTING, JobEvent.REPORTED, reason, now());
  }

  private Optional<Job> ringIfQuiet(Job job, List<Bell> lost) {
    if (isQuiet(job) && !lost.isEmpty()) {
      bells.ring(lost);
    }
    return Optional.empty();
  }

  /** Nothing moved for a while, and nothing is known that would keep it from moving. */
  private boolean isQuiet(Job job) {
    Instant now = now();
    return !job.notBefore().isAfter(now) && job.updatedAt().plus(quiet).isBefore(now);
  }

  private Instant now() {
    return clock.instant();
  }
}
