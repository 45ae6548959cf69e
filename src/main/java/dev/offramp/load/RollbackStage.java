package dev.offramp.load;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Undoes a job under the account's lease, chunk by chunk from the last to the first (invariant 5);
 * of several jobs that are to be undone, the one that wrote last first, whichever the bell names.
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
  private final MigrationDefinitions definitions;
  private final UndoFiles undoFiles;
  private final UndoOrder order;

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
    this.definitions = new MigrationDefinitions(ports);
    this.undoFiles = new UndoFiles(ports.files());
    this.order = new UndoOrder(ports.ledger());
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
      for (Job next : order.of(rollingBack(job.get()))) {
        boolean paused = next.state() == JobState.ROLLBACK_PAUSED;
        if (paused || !work(next, turn)) {
          return; // Nobody is taken back before who wrote later.
        }
      }
    } catch (StaleLeaseException e) {
      ring(jobId, SOON);
    } finally {
      turn.end();
    }
  }

  /** The migration's jobs in the same account that are to be taken back. */
  private List<Job> rollingBack(Job job) {
    return ports.jobs().list(job.migration()).stream()
        .filter(RollbackStage::isTakenBack)
        .filter(each -> each.account().equals(job.account()))
        .toList();
  }

  /** Also while a person has paused it. */
  static boolean isTakenBack(Job job) {
    return job.state() == JobState.ROLLING_BACK || job.state() == JobState.ROLLBACK_PAUSED;
  }

  /** Takes a job back as far as it goes; whether it came to its end. */
  private boolean work(Job job, Turn turn) {
    try {
      return undo(job, turn);
    } catch (JobStoppedException e) {
      turn.stops().left(job.id());
    } catch (BudgetClosedException e) {
      standStill(job.id(), turn, e.reason(), e.opensAt());
    } catch (UnknownOutcomeException e) {
      standStill(job.id(), turn, "OFF-2502 no answer from the destination", now().plus(SOON));
    } catch (StillRunningException e) {
      standStill(job.id(), turn, StillRunningException.REASON, now().plus(e.askAgainAfter()));
    } catch (DestinationException e) {
      standStill(job.id(), turn, e.code() + " " + e.getMessage(), Instant.MAX);
    }
    return false;
  }

  private boolean undo(Job job, Turn turn) {
    UndoPolicy policy = new UndoPolicy(undoFiles.force(job.id()));
    try (Destination destination = ports.connections().open(job, turn::latestEnd)) {
      return undo(job, turn, destination, policy);
    }
  }

  private boolean undo(Job job, Turn turn, Destination destination, UndoPolicy policy) {
    LeaseKeeper held = turn.held();
    waitForOldCalls(held.current(), destination.traits(), new KeepingPause(ports.pause(), held));
    Optional<Opened> ahead = Optional.empty();
    for (int index = last(job); index >= 0; index--) {
      if (job.expired(now())) {
        return tooLate(job, destination);
      }
      if (!turn.deadline().allows(ENOUGH_FOR_A_CHUNK, ports.clock())) {
        ring(job.id(), Duration.between(now(), turn.notBefore(now())));
        return false;
      }
      ports.jobs().note(job.id(), "undoing chunk " + (index + 1), Instant.EPOCH, now());
      int place = index;
      Opened chunk =
          ahead.orElseGet(() -> open(job, place, turn, destination, policy, ports.lanes()));
      ahead = undoChunk(job, chunk, turn, destination, policy);
    }
    unlink(job, 0);
    UndoTally tally = new UndoTally();
    definitions.undo(job, destination, turn.held().current().fence(), tally);
    undoFiles.add(job.id(), LedgerEntry.PREPARATION, tally.summary());
    undoFiles.report(job, destination.traits().cannotRestore());
    end(job);
    return true;
  }

  /**
   * The ledger counts as gone, whatever of it is still there: what is not taken back by now stays,
   * and is reported.
   */
  private boolean tooLate(Job job, Destination destination) {
    int chunks = last(job) + 1 - undoFiles.chunksDone(job.id());
    String why = "the ledger was kept until " + job.keptUntil();
    UndoTally tally = new UndoTally();
    tally.leave(-1, "", "chunks 1 to " + chunks, why);
    undoFiles.add(job.id(), LedgerEntry.PREPARATION, tally.summary());
    undoFiles.report(job, destination.traits().cannotRestore());
    String reason = "OFF-2931 The first %d chunks stay: %s.".formatted(chunks, why);
    ports.jobs().transition(job.id(), JobState.ROLLING_BACK, JobEvent.UNDONE, reason, now());
    return true;
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
    Map<String, Crosswalk.Link> links =
        new HashMap<>(ports.crosswalk().find(job.migration(), job.account(), keys));
    Set<String> notes = new HashSet<>();
    for (Crosswalk.Link link : links.values()) {
      notes.add(SourceKeys.record(link.remoteId()));
      notes.add(KnownAddresses.key(link.remoteId()));
    }
    links.putAll(ports.crosswalk().find(job.migration(), job.account(), notes));
    keepAddresses(job, links);
    List<String> ours =
        links.values().stream()
            .filter(link -> link.jobId().equals(job.id()))
            .map(Crosswalk.Link::sourceKey)
            .toList();
    ports
        .lanes()
        .run(Batches.into(ours, UNLINK_LANES).stream().map(part -> forget(job, part)).toList());
  }

  /** Of a note about addresses, those stay that other jobs brought. */
  private void keepAddresses(Job job, Map<String, Crosswalk.Link> links) {
    List<Crosswalk.Link> kept = new ArrayList<>();
    for (Crosswalk.Link note : links.values().stream().filter(KnownAddresses::is).toList()) {
      Optional<Crosswalk.Link> rest =
          KnownAddresses.without(note, job.id()).filter(each -> !each.equals(note));
      rest.ifPresent(kept::add);
      rest.ifPresent(each -> links.put(each.sourceKey(), each));
    }
    if (!kept.isEmpty()) {
      ports.crosswalk().put(job.migration(), job.account(), kept);
    }
  }

  private Supplier<Boolean> forget(Job job, List<String> keys) {
    return () -> {
      ports.crosswalk().remove(job.migration(), job.account(), keys);
      return true;
    };
  }

  /** The chunk up to which something may have been written. */
  static int last(Job job) {
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
