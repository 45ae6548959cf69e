package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The accounts that a command is about, and the jobs that use them.
 *
 * @param budgets the names of their budgets
 * @param jobs the jobs, ended ones among them
 */
record Accounts(Set<String> budgets, List<Job> jobs) {
  private static final String KARTRA = "kartra";

  /** The budgets that a job uses: its account's, and that of the Kartra App where it has one. */
  static Set<String> of(Stack stack, Job job) {
    Set<String> budgets = new LinkedHashSet<>();
    if (!job.account().isEmpty()) {
      budgets.add(job.account());
    }
    stack.parts().kartraBudget(job.migration()).ifPresent(budgets::add);
    return budgets;
  }

  /**
   * The accounts of a platform ({@code hubspot}, {@code kartra}), one account ({@code
   * hubspot/spring}), or all.
   *
   * @throws CommandException OFF-2924 if there is none
   */
  static Accounts named(Stack stack, Optional<String> to) {
    List<Job> all = stack.parts().jobs().list("");
    Accounts found =
        to.map(name -> name.equals(KARTRA) ? kartra(stack, all) : destination(all, name))
            .orElseGet(() -> destinationAndKartra(stack, all));
    if (found.budgets.isEmpty()) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2924",
          "There is no account %s. \"offramp status\" lists the jobs and their accounts."
              .formatted(to.map(name -> "\"" + name + "\"").orElse("yet")));
    }
    return found;
  }

  private static Accounts destination(List<Job> all, String name) {
    Predicate<Job> wanted = job -> job.account().equals(name) || job.destination().equals(name);
    List<Job> jobs = all.stream().filter(wanted).toList();
    Set<String> budgets = new LinkedHashSet<>();
    jobs.forEach(job -> budgets.add(job.account()));
    return new Accounts(budgets, jobs);
  }

  /** A job has to do with Kartra's API until it is mapped. */
  private static Accounts kartra(Stack stack, List<Job> all) {
    Set<String> budgets = new LinkedHashSet<>();
    migrations(all).forEach(name -> stack.parts().kartraBudget(name).ifPresent(budgets::add));
    return new Accounts(budgets, all.stream().filter(Accounts::asksKartra).toList());
  }

  private static boolean asksKartra(Job job) {
    return job.state() == JobState.RECEIVED
        || job.state() == JobState.PARSING
        || job.state() == JobState.PARSING_PAUSED
        || job.state() == JobState.MAPPING
        || job.state() == JobState.MAPPING_PAUSED;
  }

  private static Accounts destinationAndKartra(Stack stack, List<Job> all) {
    Set<String> budgets = new LinkedHashSet<>(kartra(stack, all).budgets);
    all.stream().map(Job::account).filter(account -> !account.isEmpty()).forEach(budgets::add);
    return new Accounts(budgets, all);
  }

  private static Set<String> migrations(List<Job> jobs) {
    Set<String> names = new LinkedHashSet<>();
    jobs.forEach(job -> names.add(job.migration()));
    return names;
  }
}
