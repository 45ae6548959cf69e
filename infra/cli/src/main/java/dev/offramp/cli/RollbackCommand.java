package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Replay;
import dev.offramp.load.Forced;
import dev.offramp.load.UndoFiles;
import dev.offramp.load.UndoFiles.Report;
import dev.offramp.load.UndoSummary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes back a job, or all jobs of a migration, or says what that would do. */
final class RollbackCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Stack stack;
  private final Console console;
  private final InstantSource clock;

  RollbackCommand(Stack stack, Console console, InstantSource clock) {
    this.stack = stack;
    this.console = console;
    this.clock = clock;
  }

  /**
   * What is to be taken back.
   *
   * @param job its id, or null
   * @param migration its name, or null
   * @param force what also goes where somebody has changed it since
   */
  record Wish(String job, String migration, Set<Forced> force) {
    Wish {
      if ((job == null) == (migration == null)) {
        throw new CommandException(
            CommandException.INPUT,
            "OFF-2929",
            "Name what is to be taken back: a job, or a migration with --migration.");
      }
    }
  }

  /** Reads the kinds that are to be forced. */
  static Set<Forced> force(List<String> kinds) {
    Set<Forced> force = EnumSet.noneOf(Forced.class);
    for (String kind : kinds) {
      force.add(
          Arrays.stream(Forced.values())
              .filter(each -> each.name().equalsIgnoreCase(kind.strip()))
              .findFirst()
              .orElseThrow(() -> unknown(kind)));
    }
    return force;
  }

  private static CommandException unknown(String kind) {
    String known =
        Arrays.stream(Forced.values())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new CommandException(
        CommandException.INPUT,
        "OFF-2927",
        "\"%s\" cannot be forced; %s can. Consent never is: what people have said since stays."
            .formatted(kind, known));
  }

  /** Says what it would do and leave; nothing is changed. */
  void preview(Wish wish) {
    List<Job> jobs = jobs(wish);
    jobs.forEach(job -> console.data(JobText.takenBackUntil(job)));
    tell(stack.parts().undoPreview().of(jobs, wish.force()), "would be");
  }

  /** Takes back, and watches until it is done; what was taken back. */
  List<Job> run(Wish wish) {
    List<Job> jobs = stack.parts().undoOrder().of(jobs(wish));
    new JobActions(stack, clock).rollback(jobs, wish.force());
    JobWatch watch = new JobWatch(stack.parts().jobs(), stack.parts().json(), console, clock);
    for (Job job : jobs) {
      Job undone = watch.untilAtRest(job.id(), PATIENCE);
      JobWatch.needs(undone, JobState.ROLLED_BACK);
      console.say("%s (%s) is taken back.".formatted(job.id(), job.upload().fileName()));
      if (!undone.reason().isEmpty()) {
        console.say(undone.reason());
      }
    }
    // Only now: what one had to leave may have gone with another one.
    UndoSummary sum = UndoSummary.EMPTY;
    Set<String> cannot = new LinkedHashSet<>();
    UndoFiles files = new UndoFiles(stack.parts().files());
    for (Job job : jobs) {
      Report report = files.report(job).orElse(new Report(job.id(), UndoSummary.EMPTY, List.of()));
      sum = sum.plus(report.summary());
      cannot.addAll(report.cannotRestore());
    }
    tell(new Report("", sum, List.copyOf(cannot)), "were");
    return jobs;
  }

  private List<Job> jobs(Wish wish) {
    if (wish.job() != null) {
      return inTime(withReplays(stack.job(wish.job())));
    }
    List<Job> all = stack.parts().jobs().list(wish.migration());
    if (wish.migration().isBlank() || all.isEmpty()) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2928",
          "There is no migration \"%s\". \"offramp status\" shows the uploads of all that there are."
              .formatted(wish.migration()));
    }
    return inTime(all.stream().filter(job -> job.state() != JobState.ROLLED_BACK).toList());
  }

  /** What came of a job's rejects later, and its sample before, is taken back with it. */
  private List<Job> withReplays(Job job) {
    List<Job> all = new ArrayList<>(List.of(job));
    for (Job other : stack.parts().jobs().list(job.migration())) {
      Optional<Replay> from =
          Replay.of(stack.parts().files(), other.id())
              .filter(replay -> replay.original().equals(job.id()));
      if (other.state() != JobState.ROLLED_BACK && from.isPresent()) {
        String what = from.get().sample() ? "loaded its sample" : "replayed its rejects";
        console.say("With it goes %s, which %s.".formatted(other.id(), what));
        all.add(other);
      }
    }
    return all;
  }

  /** Those whose ledger is still kept; it is an error where that is none of them. */
  private List<Job> inTime(List<Job> jobs) {
    List<Job> late = jobs.stream().filter(job -> job.expired(clock.instant())).toList();
    List<Job> rest = new ArrayList<>(jobs);
    rest.removeAll(late);
    if (rest.isEmpty() && !late.isEmpty()) {
      throw JobActions.tooLate(late.get(0), JobEvent.ROLLBACK);
    }
    late.forEach(job -> console.say(JobActions.tooLate(job, JobEvent.ROLLBACK).getMessage()));
    return rest;
  }

  private void tell(Report report, String verb) {
    UndoSummary summary = report.summary();
    summary
        .counts()
        .forEach((kind, count) -> console.data("%,10d %s %s".formatted(count, verb, kind)));
    console.data("%,10d %s left alone".formatted(summary.leftTotal(), verb));
    summary
        .left()
        .forEach(
            left ->
                console.data(
                    "  row %d, record %s: %s %s"
                        .formatted(left.row(), left.remoteId(), left.what(), left.why())));
    report.cannotRestore().forEach(console::data);
  }
}
