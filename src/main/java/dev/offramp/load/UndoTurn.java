package dev.offramp.load;

import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Job;
import dev.offramp.throttle.BudgetClosedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The rollback of an account's jobs in one turn, step by step, each read beside the one before. */
final class UndoTurn implements AutoCloseable {
  private final LoadPorts ports;
  private final Turn turn;
  private final MigrationDefinitions definitions;
  private final LeftBehind leftBehind;
  private final List<UndoStep> steps;
  private final List<Job> together;
  private final Map<String, JobUndo> open = new HashMap<>();
  private final Set<String> tooLate = new HashSet<>();
  private Optional<JobUndo.Opened> ahead = Optional.empty();
  private int next;

  /** Whether what was left is to be looked at, again after each time when some of it went. */
  private boolean lookAgain = true;

  /** Whether what is left then is still to go by force. */
  private boolean force = true;

  UndoTurn(LoadPorts ports, Turn turn, MigrationDefinitions definitions, List<UndoStep> steps) {
    this.ports = ports;
    this.turn = turn;
    this.definitions = definitions;
    this.leftBehind = new LeftBehind(ports);
    this.steps = new ArrayList<>(steps);
    this.together = steps.stream().map(UndoStep::job).toList();
  }

  /** The job whose step is next; empty when all are done. */
  Optional<Job> next() {
    while (next < steps.size() && tooLate.contains(steps.get(next).job().id())) {
      next++;
    }
    return next < steps.size() ? Optional.of(steps.get(next).job()) : Optional.empty();
  }

  /** Takes the next step. */
  void step() {
    UndoStep step = steps.get(next);
    JobUndo job = of(step);
    if (step.isEnd()) {
      end(step, job);
      return;
    }
    if (step.job().expired(ports.clock().instant())) {
      job.tooLate();
      tooLate.add(step.job().id());
    } else {
      takeBack(step, job);
    }
    next++;
  }

  private void end(UndoStep step, JobUndo job) {
    List<UndoStep> before = beforeEnd(step.job());
    steps.addAll(next, before);
    if (before.isEmpty()) {
      job.end(definitions, leftBehind);
      next++;
    }
  }

  /** What is left is looked at as long as some of it goes, and is forced only then. */
  private List<UndoStep> beforeEnd(Job job) {
    List<UndoStep> left = lookAgain ? leftBehind.steps(job) : List.of();
    lookAgain = false;
    if (left.isEmpty() && force) {
      left = leftBehind.forced(job);
      force = false;
    }
    if (left.isEmpty()) {
      lookAgain = true;
      force = true;
    }
    return left;
  }

  private void takeBack(UndoStep step, JobUndo job) {
    note(step);
    JobUndo.Opened opened =
        ahead
            .filter(read -> read.step().equals(step))
            .orElseGet(() -> job.open(step, ports.lanes()));
    if (step.again().isPresent()) {
      lookAgain |= job.runAgain(opened);
      return;
    }
    Set<String> touched = opened.touched();
    ahead = job.run(opened, this::readAhead).flatMap(read -> tried(() -> read.after(touched)));
  }

  private void note(UndoStep step) {
    String words =
        step.again().isPresent()
            ? "looking again at what was left"
            : "undoing chunk " + (step.chunk() + 1);
    ports.jobs().note(step.job().id(), words, Instant.EPOCH, ports.clock().instant());
  }

  private Optional<JobUndo.Opened> readAhead() {
    if (next + 1 == steps.size() || steps.get(next + 1).isEnd()) {
      return Optional.empty();
    }
    UndoStep step = steps.get(next + 1);
    return tried(() -> of(step).open(step, Lanes.single()));
  }

  /** Whatever is in the way of reading ahead, also of another job: it is told in its turn. */
  private static Optional<JobUndo.Opened> tried(Supplier<JobUndo.Opened> reading) {
    try {
      return Optional.of(reading.get());
    } catch (BudgetClosedException | UnknownOutcomeException | DestinationException e) {
      return Optional.empty();
    }
  }

  private JobUndo of(UndoStep step) {
    JobUndo known = open.get(step.job().id());
    if (known != null) {
      return known;
    }
    JobUndo job = new JobUndo(ports, step.job(), turn, gentle(step.job()));
    open.put(step.job().id(), job);
    job.waitForOldCalls();
    return job;
  }

  private UndoPolicy gentle(Job job) {
    return UndoPolicy.gentle(leftBehind.othersApart(job, together));
  }

  /** Closes all of them, also where one cannot be. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (JobUndo job : open.values()) {
      try {
        job.close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
