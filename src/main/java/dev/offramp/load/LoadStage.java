package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Chunk;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Lease;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.throttle.BudgetClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The loader: takes an account's lease and loads its jobs, chunk by chunk, until there is nothing
 * left, the budget closes, or the time runs short; then it hands on the baton.
 */
public final class LoadStage implements BellHandler {
  /** Below this no new chunk is begun. */
  private static final Duration ENOUGH_FOR_A_CHUNK = Duration.ofSeconds(20);

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(5);

  private final LoadPorts ports;
  private final JobStore jobs;
  private final Ledger ledger;
  private final Bells bells;
  private final Connections connections;
  private final Function<Job, LoadPolicy> policies;
  private final Supplier<String> owners;
  private final InstantSource clock;
  private final Pause pause;
  private final Duration leaseLength;
  private final Preparation preparation;
  private final ChunkLoader chunks;
  private final Lanes lanes;

  /**
   * Takes its collaborators.
   *
   * @param policies what each job's plan says about loading
   * @param owners gives a name that no other try has
   * @param leaseLength how long the account is ours without renewal
   */
  public LoadStage(
      LoadPorts ports,
      Function<Job, LoadPolicy> policies,
      Supplier<String> owners,
      Duration leaseLength) {
    this.ports = ports;
    this.jobs = ports.jobs();
    this.ledger = ports.ledger();
    this.bells = ports.bells();
    this.connections = ports.connections();
    this.clock = ports.clock();
    this.pause = ports.pause();
    this.policies = policies;
    this.owners = owners;
    this.leaseLength = leaseLength;
    this.preparation = new Preparation(ledger, ports.files(), clock, ports.lanes());
    this.chunks = new ChunkLoader(ports.files(), ports.crosswalk(), ports.lanes(), ports.clock());
    this.lanes = ports.lanes();
  }

  @Override
  public void handle(String account, Deadline deadline) {
    Optional<Lease> lease =
        jobs.acquire(Lease.ofAccount(account), owners.get(), leaseLength, clock.instant());
    if (lease.isEmpty()) {
      return; // Somebody is at it; who is rings for the next one.
    }
    LeaseKeeper held = new LeaseKeeper(jobs, clock, leaseLength, lease.get());
    Turn turn =
        new Turn(held, new LateCalls(clock), deadline, new Stops(jobs, bells, JobState.LOADING));
    try {
      for (Job job : jobs.loading(account)) {
        if (!work(job, turn)) {
          return;
        }
      }
    } catch (StaleLeaseException e) {
      return; // Whoever has it now goes on from the ledger.
    } finally {
      turn.end();
    }
  }

  /** Loads a job as far as it goes; false if the account has to be left for now. */
  private boolean work(Job job, Turn turn) {
    try {
      return load(job, turn);
    } catch (JobStoppedException e) {
      turn.stops().left(job.id());
      return landed(job, turn);
    } catch (BudgetClosedException e) {
      standStill(job, turn, e.reason(), e.opensAt());
    } catch (UnknownOutcomeException e) {
      standStill(
          job,
          turn,
          "OFF-2502 no answer from the destination",
          clock.instant().plus(AFTER_SILENCE));
    } catch (StillRunningException e) {
      standStill(job, turn, StillRunningException.REASON, clock.instant().plus(e.askAgainAfter()));
    } catch (DestinationException e) {
      jobs.transition(
          job.id(), JobState.LOADING, JobEvent.FAIL, e.code() + " " + e.getMessage(), now());
      return true;
    }
    return false;
  }

  /** Whether the next job may have its turn: not while a call of this one may still land. */
  private boolean landed(Job job, Turn turn) {
    Instant now = now();
    Duration wait = Duration.between(now, turn.notBefore(now));
    if (!wait.isZero()) {
      ring(job, wait.plusMillis(999));
    }
    return wait.isZero();
  }

  private boolean load(Job job, Turn turn) {
    if (expired(job)) {
      return true;
    }
    try (Destination destination = connections.open(job, turn::latestEnd);
        ReadAhead readAhead = new ReadAhead(ports.files(), ports.crosswalk(), lanes)) {
      return load(job, turn, destination, readAhead);
    }
  }

  private boolean load(Job first, Turn turn, Destination destination, ReadAhead readAhead) {
    Job job = first;
    PreparedDefinitions definitions = definitions(job, turn, destination);
    Rivals rivals = Rivals.of(ports, job);
    while (!job.allLoaded()) {
      if (!turn.deadline().allows(ENOUGH_FOR_A_CHUNK, clock)) {
        ring(job, Duration.between(now(), turn.notBefore(now())));
        return false;
      }
      Optional<Job> next = chunk(job, turn, destination, definitions, rivals, readAhead);
      if (next.isEmpty()) {
        turn.stops().left(job.id());
        return true; // Paused, or being rolled back.
      }
      job = next.get();
      if (!job.allLoaded() && expired(job)) {
        return true;
      }
    }
    allLoaded(job);
    return true;
  }

  /**
   * Says so itself, so that whoever loaded reads back in the same call. The conductor opens the
   * phase where this try ends first.
   */
  private void allLoaded(Job job) {
    if (jobs.transition(job.id(), JobState.LOADING, JobEvent.LOADED, "", now()).isEmpty()) {
      bells.ring(List.of(Bell.control(job.id())));
    }
  }

  /** What is to be loaded may be gone by now, and what is loaded could not be taken back. */
  private boolean expired(Job job) {
    if (!job.expired(now())) {
      return false;
    }
    String reason =
        "OFF-2932 The job's files were kept until %s. Upload the file again."
            .formatted(job.keptUntil());
    jobs.transition(job.id(), JobState.LOADING, JobEvent.FAIL, reason, now());
    return true;
  }

  /** The job after a chunk. */
  private Optional<Job> chunk(
      Job job,
      Turn turn,
      Destination destination,
      PreparedDefinitions definitions,
      Rivals rivals,
      ReadAhead readAhead) {
    int index = job.chunksLoaded();
    LeaseKeeper held = turn.held();
    Chunk before = jobs.chunk(job.id(), index).orElseThrow();
    Optional<Chunk> claimed = jobs.claimChunk(held.current(), job.id(), index, now());
    if (claimed.isEmpty()) {
      return jobs.find(job.id())
          .filter(j -> j.state() == JobState.LOADING && j.chunksLoaded() > index);
    }
    ChunkContext context =
        new ChunkContext(
            job,
            claimed.get(),
            before.fence(),
            held.current(),
            policies.apply(job),
            destination,
            definitions,
            ChunkBook.open(ledger, clock, job.id(), index, held.current().fence()),
            rivals,
            turn.late(),
            new KeepingPause(pause, held));
    return Optional.of(step(context, held, readAhead));
  }

  private Job step(ChunkContext context, LeaseKeeper held, ReadAhead readAhead) {
    int index = context.chunk().index();
    Optional<Ahead> ahead = readAhead.take(context);
    readAhead.begin(context, index + 1);
    ChunkLoader.Loaded loaded =
        chunks.load(context, ahead, () -> readAhead.begin(context, index + 2));
    readAhead.loaded(loaded.trail());
    return jobs.chunkLoaded(held.current(), context.job().id(), index, loaded.counters(), now());
  }

  private PreparedDefinitions definitions(Job job, Turn turn, Destination destination) {
    Optional<PreparedDefinitions> known =
        job.prepared() ? preparation.prepared(job) : Optional.empty();
    return known.orElseGet(
        () -> {
          try {
            PreparedDefinitions made = preparation.prepare(job, turn.held().current(), destination);
            jobs.prepared(turn.held().current(), job.id(), now());
            return made;
          } catch (UnknownOutcomeException e) {
            turn.late().unanswered(destination.traits().callTimeout());
            throw e;
          }
        });
  }

  /**
   * Notes why and until when, and rings again if that is soon; else the conductor does. What only a
   * person can open has no moment of its own: it is looked at again after a while.
   */
  private void standStill(Job job, Turn turn, String reason, Instant opensAt) {
    Instant now = now();
    boolean person = opensAt.equals(Instant.MAX);
    Instant until = person ? now.plus(LONGEST_DELAY) : turn.notBefore(opensAt);
    jobs.note(job.id(), reason, until, now);
    Duration wait = Duration.between(now, until);
    if (!person && wait.compareTo(LONGEST_DELAY) <= 0) {
      ring(job, wait.isNegative() || wait.isZero() ? Duration.ZERO : wait.plusMillis(999));
    }
  }

  private void ring(Job job, Duration delay) {
    bells.ring(List.of(Bell.load(job.account()).after(delay)));
  }

  private Instant now() {
    return clock.instant();
  }
}
