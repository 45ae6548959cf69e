package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.job.WorkFiles;
import dev.offramp.throttle.BudgetClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Undoes a job under the account's lease, chunk by chunk from the last to the first (invariant 5).
 * It can be called again after it ended anywhere; what is undone stays undone.
 */
public final class RollbackStage implements BellHandler {
  private static final Duration ENOUGH_FOR_A_CHUNK = Duration.ofSeconds(20);

  /** Few, so that the calls to the destination find a lane. */
  private static final int UNLINK_LANES = 2;

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final LoadPorts ports;
  private final Supplier<String> owners;
  private final Duration leaseLength;
  private final Preparation preparation;
  private final UndoFiles undoFiles;

  /**
   * Takes its collaborators.
   *
   * @param owners gives a name that no other try has
   * @param leaseLength how long the account is ours without renewal
   */
  public RollbackStage(LoadPorts ports, Supplier<String> owners, Duration leaseLength) {
    this.ports = ports;
    this.owners = owners;
    this.leaseLength = leaseLength;
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock(), ports.lanes());
    this.undoFiles = new UndoFiles(ports.files());
  }

  @Override
  public void handle(String jobId, Deadline deadline) {
    Optional<Job> job = ports.jobs().find(jobId).filter(j -> j.state() == JobState.ROLLING_BACK);
    if (job.isEmpty()) {
      return;
    }
    if (job.get().account().isEmpty()) {
      end(job.get()); // The plan was never read: nothing was written.
      return;
    }
    Optional<Lease> lease =
        ports
            .jobs()
            .acquire(Lease.ofAccount(job.get().account()), owners.get(), leaseLength, now());
    if (lease.isEmpty()) {
      ring(jobId, SOON); // A loader finishes its chunk first.
      return;
    }
    LeaseKeeper held = new LeaseKeeper(ports.jobs(), ports.clock(), leaseLength, lease.get());
    Stops stops = new Stops(ports.jobs(), ports.bells(), JobState.ROLLING_BACK);
    Turn turn = new Turn(held, new LateCalls(ports.clock()), deadline, stops);
    try {
      undo(job.get(), turn);
    } catch (StaleLeaseException e) {
      ring(jobId, SOON);
    } catch (JobStoppedException e) {
      stops.left(jobId);
    } catch (BudgetClosedException e) {
      standStill(jobId, turn, e.reason(), e.opensAt());
    } catch (UnknownOutcomeException e) {
      standStill(jobId, turn, "OFF-2502 no answer from the destination", now().plus(SOON));
    } catch (StillRunningException e) {
      standStill(jobId, turn, StillRunningException.REASON, now().plus(e.askAgainAfter()));
    } catch (DestinationException e) {
      standStill(jobId, turn, e.code() + " " + e.getMessage(), Instant.MAX);
    } finally {
      turn.end();
    }
  }

  /** What a rollback would do and leave, with reads only. */
  public UndoSummary preview(Job job, boolean force) {
    UndoTally tally = new UndoTally();
    UndoPolicy policy = new UndoPolicy(true, force);
    if (job.account().isEmpty()) {
      return tally.summary();
    }
    Destination destination = ports.connections().open(job, () -> Instant.MAX);
    for (int index = last(job); index >= 0; index--) {
      ChunkBook book = ChunkBook.open(ports.ledger(), ports.clock(), job.id(), index, 0);
      LateCalls none = new LateCalls(ports.clock());
      ChunkUndo undo =
          new ChunkUndo(destination, book, ports.lanes(), none, ports.pause(), policy, tally);
      undo.run(undo.plan());
    }
    definitions(job, destination, 0, policy, tally);
    return tally.summary();
  }

  private void undo(Job job, Turn turn) {
    UndoPolicy policy = new UndoPolicy(false, undoFiles.force(job.id()));
    Destination destination = ports.connections().open(job, turn::latestEnd);
    LeaseKeeper held = turn.held();
    waitForOldCalls(held.current(), destination.traits(), new KeepingPause(ports.pause(), held));
    Optional<Opened> ahead = Optional.empty();
    for (int index = last(job); index >= 0; index--) {
      if (!turn.deadline().allows(ENOUGH_FOR_A_CHUNK, ports.clock())) {
        ring(job.id(), Duration.between(now(), turn.notBefore(now())));
        return;
      }
      ports.jobs().note(job.id(), "undoing chunk " + (index + 1), Instant.EPOCH, now());
      int place = index;
      Opened chunk =
          ahead.orElseGet(() -> open(job, place, turn, destination, policy, ports.lanes()));
      ahead = undoChunk(job, chunk, turn, destination, policy);
    }
    unlink(job, 0);
    UndoTally tally = new UndoTally();
    definitions(job, destination, turn.held().current().fence(), policy, tally);
    undoFiles.add(job.id(), LedgerEntry.PREPARATION, tally.summary());
    undoFiles.report(job, destination.traits().cannotRestore());
    end(job);
  }

  /** A chunk of which was read what there is to undo. */
  private record Opened(int index, ChunkUndo undo, RecordUndo.Plan plan, UndoTally tally) {}

  private Opened open(
      Job job, int index, Turn turn, Destination destination, UndoPolicy policy, Lanes reading) {
    LeaseKeeper held = turn.held();
    long fence = held.current().fence();
    ChunkBook book = ChunkBook.open(ports.ledger(), ports.clock(), job.id(), index, fence);
    UndoTally tally = new UndoTally();
    Pause pause = new KeepingPause(ports.pause(), held);
    RecordUndo.Plan plan =
        new ChunkUndo(destination, book, reading, turn.late(), pause, policy, new UndoTally())
            .plan();
    return new Opened(
        index,
        new ChunkUndo(destination, book, ports.lanes(), turn.late(), pause, policy, tally),
        plan,
        tally);
  }

  /** Takes a chunk back; beside it the links of the one before go, and the next one is read. */
  private Optional<Opened> undoChunk(
      Job job, Opened chunk, Turn turn, Destination destination, UndoPolicy policy) {
    AtomicReference<Opened> next = new AtomicReference<>();
    Set<String> touched = chunk.undo().touched(chunk.plan());
    ports
        .lanes()
        .beside(
            () -> {
              chunk.undo().run(chunk.plan());
              return true;
            },
            () ->
                ports
                    .lanes()
                    .beside(
                        () -> openAhead(job, chunk.index() - 1, turn, destination, policy),
                        () -> unlink(job, chunk.index() + 1))
                    .ifPresent(next::set));
    undoFiles.add(job.id(), chunk.index(), chunk.tally().summary());
    return Optional.ofNullable(next.get())
        .map(n -> new Opened(n.index(), n.undo(), n.undo().after(n.plan(), touched), n.tally()));
  }

  private Optional<Opened> openAhead(
      Job job, int index, Turn turn, Destination destination, UndoPolicy policy) {
    if (index < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(open(job, index, turn, destination, policy, Lanes.single()));
    } catch (BudgetClosedException | UnknownOutcomeException | DestinationException e) {
      return Optional.empty(); // It is read in its turn, and told then.
    }
  }

  /** Also where all is settled: a create that was answered 5xx and sent again may still land. */
  private void waitForOldCalls(Lease lease, Traits traits, Pause pause) {
    Duration landing = traits.callTimeout().plus(traits.visibleAfter());
    Duration wait = Duration.between(now(), lease.previousUntil().plus(landing));
    if (!wait.isNegative() && !wait.isZero()) {
      pause.sleep(wait);
    }
  }

  private void definitions(
      Job job, Destination destination, long fence, UndoPolicy policy, UndoTally tally) {
    ChunkBook book =
        ChunkBook.open(ports.ledger(), ports.clock(), job.id(), LedgerEntry.PREPARATION, fence);
    List<Definition> wanted = preparation.wanted(job, destination.traits());
    new DefinitionUndo(destination, book, policy, tally).run(wanted);
  }

  /** Forgets the links that this job made, so that a later load starts anew. */
  private void unlink(Job job, int index) {
    if (index > last(job)) {
      return;
    }
    List<String> keys =
        SourceKeys.of(
            ports
                .files()
                .readLines(WorkFiles.chunkKey(job.id(), "operations", index), DesiredRecord.class));
    List<String> ours =
        ports.crosswalk().find(job.migration(), job.account(), keys).values().stream()
            .filter(link -> link.jobId().equals(job.id()))
            .map(Crosswalk.Link::sourceKey)
            .toList();
    ports
        .lanes()
        .run(Batches.into(ours, UNLINK_LANES).stream().map(part -> forget(job, part)).toList());
  }

  private Supplier<Boolean> forget(Job job, List<String> keys) {
    return () -> {
      ports.crosswalk().remove(job.migration(), job.account(), keys);
      return true;
    };
  }

  /** The chunk up to which something may have been written. */
  private static int last(Job job) {
    return Math.min(job.chunks() - 1, job.chunksLoaded());
  }

  private void end(Job job) {
    ports.jobs().transition(job.id(), JobState.ROLLING_BACK, JobEvent.UNDONE, "", now());
  }

  private void standStill(String jobId, Turn turn, String reason, Instant opensAt) {
    Instant until = turn.notBefore(opensAt);
    ports.jobs().note(jobId, reason, until, now());
    if (!opensAt.equals(Instant.MAX)) {
      Duration wait = Duration.between(now(), until).plusMillis(999);
      if (wait.compareTo(LONGEST_DELAY) <= 0) {
        ring(jobId, wait.isNegative() ? Duration.ZERO : wait);
      }
    }
  }

  private void ring(String jobId, Duration delay) {
    ports.bells().ring(List.of(Bell.rollback(jobId).after(delay)));
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
