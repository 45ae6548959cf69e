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
import java.util.function.Supplier;

/**
 * Undoes a job under the account's lease, chunk by chunk from the last to the first (invariant 5).
 * It can be called again after it ended anywhere; what is undone stays undone.
 */
public final class RollbackStage implements BellHandler {
  private static final Duration ENOUGH_FOR_A_CHUNK = Duration.ofSeconds(20);
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
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock());
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
    Turn turn = new Turn(held, new LateCalls(ports.clock()), deadline);
    try {
      undo(job.get(), turn);
    } catch (StaleLeaseException e) {
      ring(jobId, SOON);
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
      new ChunkUndo(destination, book, ports.lanes(), none, ports.pause(), policy, tally).run();
    }
    definitions(job, destination, 0, policy, tally);
    return tally.summary();
  }

  private void undo(Job job, Turn turn) {
    UndoPolicy policy = new UndoPolicy(false, undoFiles.force(job.id()));
    Destination destination = ports.connections().open(job, turn::latestEnd);
    for (int index = last(job); index >= 0; index--) {
      if (!turn.deadline().allows(ENOUGH_FOR_A_CHUNK, ports.clock())) {
        ring(job.id(), Duration.between(now(), turn.notBefore(now())));
        return;
      }
      ports.jobs().note(job.id(), "undoing chunk " + (index + 1), Instant.EPOCH, now());
      undoChunk(job, index, turn, destination, policy);
    }
    UndoTally tally = new UndoTally();
    definitions(job, destination, turn.held().current().fence(), policy, tally);
    undoFiles.add(job.id(), LedgerEntry.PREPARATION, tally.summary());
    undoFiles.report(job, destination.traits().cannotRestore());
    end(job);
  }

  private void undoChunk(
      Job job, int index, Turn turn, Destination destination, UndoPolicy policy) {
    LeaseKeeper held = turn.held();
    Lease lease = held.current();
    ChunkBook book = ChunkBook.open(ports.ledger(), ports.clock(), job.id(), index, lease.fence());
    Pause pause = new KeepingPause(ports.pause(), held);
    // Also where all is settled: a create that was answered 5xx and sent again may still land.
    waitForOldCalls(lease, destination.traits(), pause);
    UndoTally tally = new UndoTally();
    new ChunkUndo(destination, book, ports.lanes(), turn.late(), pause, policy, tally).run();
    unlink(job, index);
    undoFiles.add(job.id(), index, tally.summary());
  }

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
    ports.crosswalk().remove(job.migration(), job.account(), ours);
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
