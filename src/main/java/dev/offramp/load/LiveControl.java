package dev.offramp.load;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Wakeups;
import dev.offramp.throttle.BudgetControl;
import dev.offramp.throttle.BudgetState.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What people do to jobs and accounts while work goes on. The jobs table and the budgets table hold
 * it; loaders look there every few seconds, so a call starts at most five seconds after a word
 * against it.
 */
public final class LiveControl {
  /** Why a job stands that a person has paused. */
  public static final String PAUSED =
      "OFF-2920 A person has paused it. \"offramp resume\" lets it go on.";

  /** Why a job stands whose account was stopped. */
  public static final String PANIC =
      "OFF-2921 A person has stopped everything. \"offramp resume\" lets it go on.";

  private static final String CODE_OF_PANIC = "OFF-2921";
  private static final int TRIES = 5;

  /**
   * When bells ring for a job that goes on: at once; and again for the case that a loader that is
   * just ending still held the account's lease, or notes what it saw before the change.
   */
  private static final List<Duration> WHEN =
      List.of(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(75));

  private final JobStore jobs;
  private final Bells bells;
  private final BudgetControl budgets;
  private final Wakeups wakeups;
  private final InstantSource clock;

  /** Takes the tables, the bells and the clock. */
  public LiveControl(JobStore jobs, Bells bells, BudgetControl budgets, InstantSource clock) {
    this.jobs = jobs;
    this.bells = bells;
    this.budgets = budgets;
    this.wakeups = new Wakeups(jobs);
    this.clock = clock;
  }

  /**
   * Stops a job; what is in flight is finished and settled.
   *
   * @return the job afterwards, or nothing where its state knows no pause
   */
  public Optional<Job> pause(String jobId) {
    return move(jobId, JobEvent.PAUSE, PAUSED);
  }

  /**
   * Lets a job go on, and opens the budgets that it uses if a person has stopped them.
   *
   * @param its the budgets that the job uses
   * @return the job afterwards, or nothing where there was nothing to let go on
   */
  public Optional<Job> resume(String jobId, Collection<String> its) {
    boolean opened = open(its);
    Optional<Job> moved = move(jobId, JobEvent.RESUME, "");
    moved.ifPresent(this::ring);
    return moved.isEmpty() && opened ? jobs.find(jobId) : moved;
  }

  /**
   * Stops accounts at once, and then every job of them that works by itself: no new call is
   * started, what is in flight is finished and settled.
   *
   * @param stopped the budgets
   * @param of the jobs that use them
   * @param note why, in one line for people; may be empty
   * @return the jobs that were stopped
   */
  public List<Job> panic(Collection<String> stopped, Collection<Job> of, String note) {
    stopped.forEach(budget -> budgets.panic(budget, note));
    String why = note.isEmpty() ? PANIC : PANIC + " (" + note + ")";
    List<Job> paused = new ArrayList<>();
    for (Job job : of) {
      move(job.id(), JobEvent.PAUSE, why).ifPresent(paused::add);
    }
    return paused;
  }

  /**
   * Takes up again what {@link #panic} stopped; what was paused one by one stays so.
   *
   * @return the jobs that go on
   */
  public List<Job> resumeAll(Collection<String> stopped, Collection<Job> of) {
    open(stopped);
    List<Job> going = new ArrayList<>();
    for (Job job : of) {
      if (job.state().paused() && job.reason().startsWith(CODE_OF_PANIC)) {
        move(job.id(), JobEvent.RESUME, "").ifPresent(going::add);
      }
    }
    going.forEach(this::ring);
    return going;
  }

  /**
   * Changes our part of accounts' limits.
   *
   * @param perMille 0 to 1000; nothing for what the plans say
   */
  public void share(Collection<String> of, Optional<Integer> perMille) {
    for (String budget : of) {
      perMille.ifPresentOrElse(
          share -> budgets.share(budget, share), () -> budgets.sharePlanned(budget));
    }
    wakeParked(of);
  }

  /** Opens budgets that a person stopped; whether there was one. */
  private boolean open(Collection<String> stopped) {
    List<String> shut =
        stopped.stream().filter(b -> budgets.status(b).flag() != Gate.Flag.OPEN).toList();
    shut.forEach(budgets::resume);
    if (!shut.isEmpty()) {
      wakeParked(stopped);
    }
    return !shut.isEmpty();
  }

  /** Whoever found a budget shut has noted to come again much later. */
  private void wakeParked(Collection<String> accounts) {
    for (String id : jobs.active()) {
      Optional<Job> parked =
          jobs.find(id)
              .filter(job -> accounts.contains(job.account()) || job.state() == JobState.MAPPING)
              .filter(job -> job.notBefore().isAfter(now()));
      parked.ifPresent(
          job -> {
            jobs.note(id, "", Instant.EPOCH, now());
            ring(job);
          });
    }
  }

  private void ring(Job job) {
    List<Bell> due = wakeups.of(job);
    boolean destination = job.state() == JobState.LOADING || job.state() == JobState.ROLLING_BACK;
    for (Duration wait : destination ? WHEN : List.of(Duration.ZERO)) {
      bells.ring(due.stream().map(bell -> bell.after(wait)).toList());
    }
  }

  private Optional<Job> move(String jobId, JobEvent event, String reason) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Optional<Job> seen = jobs.find(jobId);
      Optional<Job> moved =
          seen.flatMap(job -> jobs.transition(jobId, job.state(), event, reason, now()));
      if (moved.isPresent() || seen.map(Job::state).equals(jobs.find(jobId).map(Job::state))) {
        return moved;
      }
    }
    return Optional.empty();
  }

  private Instant now() {
    return clock.instant();
  }
}
