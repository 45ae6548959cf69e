package dev.offramp.simulation;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.load.LiveControl;
import dev.offramp.throttle.BudgetControl;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The person who pauses, stops and slows jobs while they run, at random moments. Looks on as well:
 * no call starts more than five seconds after a word against it, however loaders die, freeze and
 * read late.
 */
final class Operator {
  /** By when every loader has seen a change. */
  static final Duration SEEN = Duration.ofSeconds(5);

  private static final Duration GLANCE = Duration.ofSeconds(2);
  private static final int LONGEST_STOP = 600_000;
  private static final List<Integer> SHARES = List.of(0, 100, 300, 500, 700, 900);

  private final World world;
  private final LiveControl control;
  private final Map<String, Instant> words = new HashMap<>();

  Operator(World world) {
    this.world = world;
    this.control =
        new LiveControl(world.jobs, world.bells, new BudgetControl(world.budgets), world.timeline);
  }

  /** Looks every few seconds whether something is under way that could be disturbed. */
  void begin() {
    if (world.loads()) {
      if (happens(Fault.PERSON_PAUSES)) {
        pauseAny();
      }
      if (happens(Fault.PERSON_PANICS)) {
        panic();
      }
      if (happens(Fault.PERSON_CHANGES_SHARE)) {
        share(SHARES.get(world.random.nextInt(SHARES.size())));
        world.timeline.after(world.millis(LONGEST_STOP), () -> share(1000));
      }
    }
    world.timeline.after(GLANCE, this::begin);
  }

  private boolean happens(Fault fault) {
    boolean it = world.faults.happens(fault);
    if (it) {
      world.count(fault);
    }
    return it;
  }

  private void pauseAny() {
    List<Job> jobs = world.jobs.list("");
    pause(jobs.get(world.random.nextInt(jobs.size())));
  }

  /** Pauses a job for some minutes, if it works. */
  void pause(Job job) {
    control.pause(job.id()).ifPresent(paused -> stopped(paused, "pauses"));
  }

  private void stopped(Job job, String what) {
    said(job.id());
    world.trace.note(world.timeline.instant(), "somebody", what, job.id());
    world.timeline.after(world.millis(LONGEST_STOP), () -> resume(job.id()));
  }

  private void resume(String jobId) {
    if (world.jobs.find(jobId).orElseThrow().state().paused()) {
      world.trace.note(world.timeline.instant(), "somebody resumes", jobId);
      control.resume(jobId, accounts());
    }
  }

  private void panic() {
    List<Job> stopped = control.panic(accounts(), world.jobs.list(""), "a drill");
    stopped.forEach(job -> said(job.id()));
    world.trace.note(world.timeline.instant(), "somebody panics", stopped.size());
    world.timeline.after(world.millis(LONGEST_STOP), this::calm);
  }

  private void calm() {
    world.trace.note(world.timeline.instant(), "somebody takes it all up again");
    control.resumeAll(accounts(), world.jobs.list(""));
  }

  private void share(int perMille) {
    world.trace.note(world.timeline.instant(), "somebody sets the share to", perMille);
    world.limits.share(world.timeline.instant(), perMille);
    control.share(accounts(), java.util.Optional.of(perMille));
  }

  private Set<String> accounts() {
    Set<String> accounts = new TreeSet<>();
    world.jobs.list("").forEach(job -> accounts.add(job.account()));
    accounts.remove("");
    return accounts;
  }

  /** A person has said something about a job. */
  void said(String jobId) {
    words.put(jobId, world.timeline.instant());
  }

  /** A call starts on behalf of a job as it was when its work began. */
  void starts(Job begun) {
    Instant said = words.get(begun.id());
    JobState now = world.jobs.find(begun.id()).orElseThrow().state();
    boolean against = now.paused() || (now == JobState.ROLLING_BACK && begun.state() != now);
    if (against && said != null && world.timeline.instant().isAfter(said.plus(SEEN))) {
      throw new Violation(
          0,
          "a call starts %s after a person's word: the job is %s, and the call was for %s"
              .formatted(Duration.between(said, world.timeline.instant()), now, begun.state()));
    }
  }
}
