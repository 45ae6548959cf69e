package dev.offramp.load;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Wakeups;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The jobs that were left because a person stopped them. Whoever lets one go on rings at once, and
 * that bell may have found the account's lease still held: so it is looked after once the lease is
 * free.
 */
final class Stops {
  private final JobStore jobs;
  private final Bells bells;
  private final JobState going;
  private final Set<String> left = new LinkedHashSet<>();

  /** Takes where a job is that goes on with this work. */
  Stops(JobStore jobs, Bells bells, JobState going) {
    this.going = going;
    this.jobs = jobs;
    this.bells = bells;
  }

  /** A job was left. */
  void left(String jobId) {
    left.add(jobId);
  }

  /** Rings for those that go on by now, for when the lease is free. */
  void goOn(Duration wait) {
    Wakeups wakeups = new Wakeups(jobs);
    Duration delay = wait.isZero() ? wait : wait.plusMillis(999); // Queues count whole seconds.
    for (String id : left) {
      List<Bell> due =
          jobs.find(id).filter(job -> job.state() == going).map(wakeups::of).orElse(List.of());
      if (!due.isEmpty()) {
        bells.ring(due.stream().map(bell -> bell.after(delay)).toList());
      }
    }
  }
}
