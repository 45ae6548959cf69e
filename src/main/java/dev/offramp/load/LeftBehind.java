package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What rollbacks of a migration's jobs had to leave because it was not as they had written it. It
 * may have been another job that wrote there: so when that one is taken back as well, these are
 * looked at again, and what is as they wrote it by now goes (invariant 5). What is left then was
 * changed by people, and goes by force where that was asked for.
 */
final class LeftBehind {
  private final LoadPorts ports;
  private final UndoFiles undoFiles;
  private final UndoOrder order;

  LeftBehind(LoadPorts ports) {
    this.ports = ports;
    this.undoFiles = new UndoFiles(ports.files());
    this.order = new UndoOrder(ports.ledger());
  }

  /**
   * The chunks to be looked at again before the rollback of a job ends: its own, and those of jobs
   * that are taken back already. None where no other job is, or where one is still to be: then that
   * one's rollback does it.
   */
  List<UndoStep> steps(Job job) {
    List<Job> ended = ended(job);
    return ended.isEmpty() || moreToCome(job)
        ? List.of()
        : steps(job, with(ended, job), undoFiles::toLookAt);
  }

  /** The chunks in which something may go by force, before the rollback of a job ends. */
  List<UndoStep> forced(Job job) {
    return moreToCome(job)
        ? List.of()
        : forced(job, with(ended(job), job), undoFiles::toLookAt, undoFiles::force);
  }

  /**
   * The chunks to be looked at again.
   *
   * @param all whose
   * @param toLookAt the chunks of a job, the last first
   */
  List<UndoStep> steps(Job job, List<Job> all, Function<String, List<Integer>> toLookAt) {
    List<UndoStep> steps = new ArrayList<>();
    for (Job each : order.of(all)) {
      UndoStep.Again again = new UndoStep.Again(each, UndoPolicy.GENTLE);
      toLookAt.apply(each.id()).forEach(chunk -> steps.add(UndoStep.again(job, chunk, again)));
    }
    return steps;
  }

  /**
   * The chunks in which something may go by force.
   *
   * @param all whose
   * @param toLookAt the chunks of a job, the last first
   * @param force what goes by force of a job
   */
  List<UndoStep> forced(
      Job job,
      List<Job> all,
      Function<String, List<Integer>> toLookAt,
      Function<String, Set<Forced>> force) {
    Set<String> taken = all.stream().map(Job::id).collect(Collectors.toSet());
    List<Job> forcing = all.stream().filter(each -> !force.apply(each.id()).isEmpty()).toList();
    List<UndoStep> left = steps(job, forcing, toLookAt);
    WrittenElsewhere elsewhere = WrittenElsewhere.of(ports, job, taken, left);
    return left.stream().map(step -> forced(step, force, elsewhere)).toList();
  }

  private static UndoStep forced(
      UndoStep step, Function<String, Set<Forced>> force, WrittenElsewhere elsewhere) {
    Job writer = step.writer();
    UndoPolicy policy = new UndoPolicy(force.apply(writer.id()), elsewhere, false);
    return UndoStep.again(step.job(), step.chunk(), new UndoStep.Again(writer, policy));
  }

  /** Writes the reports of the others anew of which something was left. */
  void report(Job job, List<String> cannotRestore) {
    ended(job).stream()
        .filter(each -> !undoFiles.toLookAt(each.id()).isEmpty())
        .forEach(each -> undoFiles.report(each, cannotRestore));
  }

  /** The other jobs of a job's migration and account that are taken back, and can be again. */
  List<Job> ended(Job job) {
    Instant now = ports.clock().instant();
    return others(job).stream()
        .filter(each -> each.state() == JobState.ROLLED_BACK && !each.expired(now))
        .toList();
  }

  /**
   * Whether a job has written, or put something back, that is not taken back together with a job.
   *
   * @param together those that are
   */
  boolean othersApart(Job job, Collection<Job> together) {
    Set<String> ids = together.stream().map(Job::id).collect(Collectors.toSet());
    return others(job).stream().anyMatch(each -> each.prepared() && !ids.contains(each.id()));
  }

  private boolean moreToCome(Job job) {
    return others(job).stream().anyMatch(RollbackStage::isTakenBack);
  }

  private List<Job> others(Job job) {
    return ports.jobs().list(job.migration()).stream()
        .filter(each -> each.account().equals(job.account()) && !each.id().equals(job.id()))
        .toList();
  }

  private static List<Job> with(List<Job> jobs, Job job) {
    List<Job> all = new ArrayList<>(jobs);
    all.add(job);
    return all;
  }
}
