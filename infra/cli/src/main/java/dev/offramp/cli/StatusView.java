package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.load.CreationOrder;
import dev.offramp.throttle.BudgetControl;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the status says besides the jobs: accounts, and the order in which records were made. */
final class StatusView {
  private final Stack stack;
  private final BudgetControl control;

  StatusView(Stack stack) {
    this.stack = stack;
    this.control = new BudgetControl(stack.parts().budgets());
  }

  /** A line for each account that the jobs use. */
  List<String> lines(List<Job> jobs, Instant now) {
    return budgets(used(jobs), now);
  }

  /** A line for each budget. */
  List<String> budgets(Collection<String> budgets, Instant now) {
    return budgets.stream()
        .map(budget -> AccountText.line(budget, control.status(budget), now))
        .toList();
  }

  /** The accounts that the jobs use, as fields. */
  List<Map<String, Object>> accounts(List<Job> jobs) {
    return used(jobs).stream()
        .map(budget -> AccountText.fields(budget, control.status(budget)))
        .toList();
  }

  /** How far records were made out of order; nothing for a job that has loaded none. */
  Optional<String> order(Job job) {
    if (job.chunksLoaded() == 0) {
      return Optional.empty();
    }
    CreationOrder.Count out = new CreationOrder(stack.parts().files()).of(job);
    return Optional.of("out of order%,9d (%,d inversions)".formatted(out.rows(), out.inversions()));
  }

  private Set<String> used(List<Job> jobs) {
    Set<String> used = new LinkedHashSet<>();
    for (Job job : jobs) {
      if (!job.account().isEmpty()) {
        used.add(job.account());
      }
      boolean asks = job.state() == JobState.MAPPING || job.state() == JobState.MAPPING_PAUSED;
      if (asks) {
        stack.parts().kartraBudget(job.migration()).ifPresent(used::add);
      }
    }
    return used;
  }
}
