package dev.offramp.load;

import dev.offramp.crm.DestinationException;
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
import dev.offramp.throttle.BudgetClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Undoes a job under the account's lease, chunk by chunk from the last to the first (invariant 5);
 * of several jobs that are to be undone, what was written last first, whichever the bell names. It
 * can be called again after it ended anywhere; what is undone stays undone.
 */
public final class RollbackStage implements BellHandler {
  private static final Duration ENOUGH_FOR_A_CHUNK = Duration.ofSeconds(20);

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private final LoadPorts ports;
  private final Supplier<String> owners;
  private final Duration leaseLength;
  private final MigrationDefinitions definitions;
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
    this.order = new UndoOrder(ports.ledger());
  }

  @Override
  public void handle(String jobId, Deadline deadline) {
    Optional<Job> job = ports.jobs().find(jobId).filter(j -> j.state() == JobState.ROLLING_BACK);
    if (job.isEmpty()) {
      return;
    }
    if (job.get().account().isEmpty()) {
      // The plan was never read: nothing was written.
      ports.jobs().transition(jobId, JobState.ROLLING_BACK, JobEvent.UNDONE, "", now());
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
    List<UndoStep> steps = order.steps(rollingBack(job.get()));
    try (UndoTurn undo = new UndoTurn(ports, turn, definitions, steps)) {
      boolean goesOn = true;
      for (Optional<Job> next = undo.next(); goesOn && next.isPresent(); next = undo.next()) {
        // Nothing is taken back before what was written later.
        goesOn = next.get().state() != JobState.ROLLBACK_PAUSED && step(next.get(), undo, turn);
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

  /** Takes the next step; whether it was taken. */
  private boolean step(Job job, UndoTurn undo, Turn turn) {
    if (!turn.deadline().allows(ENOUGH_FOR_A_CHUNK, ports.clock())) {
      ring(job.id(), Duration.between(now(), turn.notBefore(now())));
      return false;
    }
    try {
      undo.step();
      return true;
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
