package dev.offramp.cli;

import dev.offramp.job.Bell;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.load.Forced;
import dev.offramp.load.UndoFiles;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an operator does to a job: a transition in the table, then a bell. */
final class JobActions {
  private final Stack stack;
  private final InstantSource clock;

  JobActions(Stack stack, InstantSource clock) {
    this.stack = stack;
    this.clock = clock;
  }

  Job approve(Job job) {
    return move(job, JobEvent.APPROVED, Bell.load(job.account()));
  }

  Job retry(Job job) {
    return move(job, JobEvent.RETRY, Bell.parse(job.id()));
  }

  /** All of them are moved before any bell rings: none of them loads on meanwhile. */
  void rollback(List<Job> jobs, Set<Forced> force) {
    UndoFiles files = new UndoFiles(stack.parts().files());
    for (Job job : jobs) {
      files.request(job.id(), force);
      moved(job, JobEvent.ROLLBACK);
    }
    stack.parts().bells().ring(jobs.stream().map(job -> Bell.rollback(job.id())).toList());
  }

  private Job move(Job job, JobEvent event, Bell bell) {
    Job moved = moved(job, event);
    stack.parts().bells().ring(List.of(bell));
    return moved;
  }

  private Job moved(Job job, JobEvent event) {
    JobStore jobs = stack.parts().jobs();
    JobState seen = job.state();
    for (int attempt = 0; attempt < 5; attempt++) {
      Optional<Job> moved = jobs.transition(job.id(), seen, event, "", clock.instant());
      if (moved.isPresent()) {
        return moved.get();
      }
      JobState now = jobs.find(job.id()).orElseThrow().state();
      if (now == seen) {
        break;
      }
      seen = now; // It moved on while we looked.
    }
    throw new CommandException(
        CommandException.INPUT,
        "OFF-3020",
        "Job %s is %s; that does not go with %s."
            .formatted(job.id(), seen, event.name().toLowerCase(java.util.Locale.ROOT)));
  }
}
