package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.Traits;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Takes one job back in one turn at its account, step by step. */
final class JobUndo implements AutoCloseable {
  private final LoadPorts ports;
  private final Job job;
  private final Turn turn;
  private final Destination destination;
  private final UndoFiles undoFiles;
  private final UndoPolicy gentle;
  private final Pause pause;
  private final LinkUndo links;

  /**
   * Opens the destination.
   *
   * @param gentle how its chunks are taken back
   */
  JobUndo(LoadPorts ports, Job job, Turn turn, UndoPolicy gentle) {
    this.gentle = gentle;
    this.ports = ports;
    this.job = job;
    this.turn = turn;
    this.undoFiles = new UndoFiles(ports.files());
    this.pause = new KeepingPause(ports.pause(), turn.held());
    this.links =
        new LinkUndo(ports.files(), ports.crosswalk(), ports.lanes(), job, UndoOrder.last(job));
    this.destination = ports.connections().open(job, turn::latestEnd);
  }

  /**
   * Waits until nothing of an earlier turn can land any more. Also where all is settled: a create
   * that was answered 5xx and sent again may still land.
   */
  void waitForOldCalls() {
    Traits traits = destination.traits();
    Duration landing = traits.callTimeout().plus(traits.visibleAfter());
    Instant landed = turn.held().current().previousUntil().plus(landing);
    Duration wait = Duration.between(now(), landed);
    if (!wait.isNegative() && !wait.isZero()) {
      pause.sleep(wait);
    }
  }

  /** A step of which was read what there is to undo. */
  record Opened(UndoStep step, ChunkUndo undo, UndoPlan plan, UndoTally tally) {
    /** The records that it has to do with. */
    Set<String> touched() {
      return undo.touched(plan);
    }

    /** The same after another step was taken back, which had to do with some records. */
    Opened after(Set<String> touched) {
      return new Opened(step, undo, undo.after(plan, touched), tally);
    }
  }

  /** Reads what there is to undo. */
  Opened open(UndoStep step, Lanes reading) {
    UndoTally tally = new UndoTally();
    ChunkBook book = book(step);
    ChunkUndo reader = chunk(step, book, reading, new UndoTally());
    UndoPlan plan = step.again().isPresent() ? reader.left() : reader.plan();
    return new Opened(step, chunk(step, book, ports.lanes(), tally), plan, tally);
  }

  private ChunkBook book(UndoStep step) {
    long fence = turn.held().current().fence();
    return ChunkBook.open(
        ports.ledger(), ports.clock(), step.writer().id(), step.chunk(), fence, step::means);
  }

  private ChunkUndo chunk(UndoStep step, ChunkBook book, Lanes lanes, UndoTally tally) {
    UndoPolicy how = step.again().map(UndoStep.Again::policy).orElse(gentle);
    return new ChunkUndo(destination, book, lanes, turn.late(), pause, how, tally);
  }

  /**
   * Takes a step back; beside it the links go of the chunks after it, and the next step is read.
   *
   * @param next reads it; empty where there is nothing to read
   * @return the next step as it was meanwhile
   */
  Optional<Opened> run(Opened step, Supplier<Optional<Opened>> next) {
    AtomicReference<Opened> read = new AtomicReference<>();
    ports
        .lanes()
        .beside(
            () -> {
              step.undo().run(step.plan());
              return true;
            },
            () ->
                ports
                    .lanes()
                    .beside(next, () -> links.after(step.step().chunk()))
                    .ifPresent(read::set));
    if (step.undo().leavesAnything(step.plan())) {
      undoFiles.lookAgain(job.id(), step.step().chunk());
    }
    undoFiles.add(job.id(), step.step().chunk(), step.tally().summary());
    return Optional.ofNullable(read.get());
  }

  /**
   * Tries again what a chunk had to leave.
   *
   * @return whether anything could be taken back
   */
  boolean runAgain(Opened step) {
    Set<UndoSummary.About> seen = step.undo().runAgain(step.plan());
    UndoSummary second = step.tally().summary();
    Job writer = step.step().writer();
    boolean ended = !writer.id().equals(job.id());
    undoFiles.again(writer.id(), step.step().chunk(), seen, second, ended);
    return second.tookBack();
  }

  /** Takes back what is left when all chunks are, and says so, also of what others had left. */
  void end(MigrationDefinitions definitions, LeftBehind leftBehind) {
    links.after(LedgerEntry.PREPARATION);
    UndoTally tally = new UndoTally();
    definitions.undo(job, destination, turn.held().current().fence(), tally);
    leftBehind.report(job, destination.traits().cannotRestore());
    ended(tally, "");
  }

  /**
   * The ledger counts as gone, whatever of it is still there: what is not taken back by now stays,
   * and is reported.
   */
  void tooLate() {
    int chunks = UndoOrder.last(job) + 1 - undoFiles.chunksDone(job.id());
    String why = "the ledger was kept until " + job.keptUntil();
    UndoTally tally = new UndoTally();
    tally.leave(-1, "", "chunks 1 to " + chunks, why);
    ended(tally, "OFF-2931 The first %d chunks stay: %s.".formatted(chunks, why));
  }

  private void ended(UndoTally rest, String reason) {
    undoFiles.add(job.id(), LedgerEntry.PREPARATION, rest.summary());
    undoFiles.report(job, destination.traits().cannotRestore());
    ports.jobs().transition(job.id(), JobState.ROLLING_BACK, JobEvent.UNDONE, reason, now());
  }

  @Override
  public void close() {
    destination.close();
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
