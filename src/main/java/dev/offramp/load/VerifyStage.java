package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.Destination;
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
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.verify.Extent;
import dev.offramp.verify.RecordCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads back what a job has loaded and compares it with what was meant, under the account's lease
 * and its throttle, once nothing is left to load. It changes nothing at the destination, and goes
 * on wherever an earlier try ended.
 */
public final class VerifyStage implements BellHandler {
  /** Below this no new step is begun. */
  private static final Duration ENOUGH_FOR_A_STEP = Duration.ofSeconds(20);

  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /** How long it is tried against a destination that refuses to work with us. */
  private static final Duration MOST_TRYING = Duration.ofHours(24);

  private final LoadPorts ports;
  private final Function<Job, VerifyPolicy> policies;
  private final Supplier<String> owners;
  private final Duration leaseLength;
  private final Preparation preparation;

  /**
   * Takes its collaborators.
   *
   * @param policies what each job's plan says about reading back
   * @param owners gives a name that no other try has
   * @param leaseLength how long the account is ours without renewal
   */
  public VerifyStage(
      LoadPorts ports,
      Function<Job, VerifyPolicy> policies,
      Supplier<String> owners,
      Duration leaseLength) {
    this.ports = ports;
    this.policies = policies;
    this.owners = owners;
    this.leaseLength = leaseLength;
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock(), ports.lanes());
  }

  @Override
  public void handle(String account, Deadline deadline) {
    List<Job> jobs = ports.jobs().verifying(account);
    if (jobs.isEmpty() || !ports.jobs().loading(account).stream().allMatch(Job::allLoaded)) {
      return; // Loading comes first; whoever ends it rings.
    }
    Optional<Lease> lease =
        ports.jobs().acquire(Lease.ofAccount(account), owners.get(), leaseLength, now());
    if (lease.isEmpty()) {
      if (jobs.stream().allMatch(job -> job.reason().isEmpty())) {
        ring(account, SOON); // The loader is about to give it back.
      }
      return;
    }
    LeaseKeeper held = new LeaseKeeper(ports.jobs(), ports.clock(), leaseLength, lease.get());
    // A pause leads back by way of loading.
    Stops stops = new Stops(ports.jobs(), ports.bells(), JobState.LOADING);
    Turn turn = new Turn(held, new LateCalls(ports.clock()), deadline, stops);
    try {
      for (Job job : jobs) {
        if (!work(job, turn)) {
          return;
        }
      }
    } catch (StaleLeaseException e) {
      return; // Whoever has it now goes on from the files.
    } finally {
      turn.end();
    }
  }

  /** Verifies a job as far as it goes; false if the account has to be left for now. */
  private boolean work(Job job, Turn turn) {
    CheckFiles found = new CheckFiles(ports.files(), job.id());
    CheckFiles.Run run =
        found
            .run()
            .filter(r -> r.chunks() == job.chunksLoaded())
            .orElseGet(() -> begin(job, found, turn));
    if (run.extent() == Extent.NONE || run.ended() != null) {
      end(job, found, turn, run.with(now(), run.notDone()));
      return true;
    }
    try {
      return verify(job, run, found, turn);
    } catch (JobStoppedException e) {
      turn.stops().left(job.id());
      return true; // Paused, or being rolled back: reading leaves nothing that could still land.
    } catch (BudgetClosedException e) {
      standStill(job, e.reason(), e.opensAt());
    } catch (UnknownOutcomeException e) {
      standStill(job, "OFF-2502 no answer from the destination", now().plus(AFTER_SILENCE));
    } catch (DestinationException e) {
      return refused(job, run, found, turn, e);
    }
    return false;
  }

  private CheckFiles.Run begin(Job job, CheckFiles found, Turn turn) {
    Extent extent = policies.apply(job).extent();
    long rows = job.counters().parsed();
    CheckFiles.Run run =
        new CheckFiles.Run(
            extent.of(rows),
            extent.oneOf(rows),
            job.chunksLoaded(),
            found.run().map(r -> r.number() + 1).orElse(1),
            now(),
            null,
            lists(job),
            "");
    found.run(turn.held().current().fence(), run);
    return run;
  }

  private Map<String, String> lists(Job job) {
    Map<String, String> names = new HashMap<>();
    preparation.prepared(job).ifPresent(p -> p.lists().forEach((name, id) -> names.put(id, name)));
    return names;
  }

  private boolean verify(Job job, CheckFiles.Run run, CheckFiles found, Turn turn) {
    try (Destination destination = ports.connections().open(job, turn::latestEnd)) {
      return verify(context(job, run, found, turn, destination), turn);
    }
  }

  private boolean verify(CheckContext context, Turn turn) {
    Job job = context.job();
    CheckFiles.Run run = context.run();
    ListsStep lists = new ListsStep(context, ours(job));
    int records = RecordsStep.steps(context);
    int steps = records + ListsStep.lists(context).size() + 1;
    RecordsStep step = new RecordsStep(context);
    for (int place = 0; place < steps; place++) {
      int list = place - records;
      CheckFiles.Kind kind = kind(place, records, steps);
      int number = list < 0 ? place : kind == CheckFiles.Kind.LISTS ? list : 0;
      boolean skipped = kind == CheckFiles.Kind.LISTS && run.extent() == Extent.SAMPLE;
      if (skipped || context.ended(kind, number)) {
        continue;
      }
      if (ports.jobs().find(job.id()).filter(j -> j.state() == JobState.VERIFYING).isEmpty()) {
        throw new JobStoppedException();
      }
      if (!turn.deadline().allows(ENOUGH_FOR_A_STEP, ports.clock())) {
        ring(job.account(), Duration.ZERO);
        return false;
      }
      String reason = "checking part %d of %d".formatted(place + 1, steps);
      ports.jobs().note(job.id(), reason, Instant.EPOCH, now());
      switch (kind) {
        case RECORDS -> step.run(number);
        case LISTS -> lists.run(number);
        case PERMISSIONS -> new PermissionsStep(context).run();
      }
    }
    end(job, context.found(), turn, run.with(now(), ""));
    return true;
  }

  private static CheckFiles.Kind kind(int place, int records, int steps) {
    if (place < records) {
      return CheckFiles.Kind.RECORDS;
    }
    return place == steps - 1 ? CheckFiles.Kind.PERMISSIONS : CheckFiles.Kind.LISTS;
  }

  private CheckContext context(
      Job job, CheckFiles.Run run, CheckFiles found, Turn turn, Destination destination) {
    PreparedDefinitions definitions =
        preparation.prepared(job).orElse(new PreparedDefinitions(Map.of(), false));
    List<Definition> fields = preparation.wanted(job, destination.traits());
    LaterWrites later = LaterWrites.of(job, ports);
    Expectations expectations =
        new Expectations(
            ports,
            job,
            policies.apply(job).existing(),
            destination.traits(),
            definitions.lists(),
            later);
    RecordCheck check =
        new RecordCheck(
            destination.traits(),
            destination.readBack(),
            FieldShapes.of(destination.readBack(), fields));
    return new CheckContext(
        job,
        run,
        destination,
        definitions,
        turn.held(),
        ports.lanes(),
        found,
        check,
        expectations,
        later);
  }

  /** By list, whether nobody but this job has put anybody on it. */
  private Map<String, Boolean> ours(Job job) {
    boolean alone =
        ports.jobs().list(job.migration()).stream()
            .filter(other -> other.account().equals(job.account()) && !other.id().equals(job.id()))
            .allMatch(other -> other.chunksLoaded() == 0 && !other.prepared());
    ChunkBook book =
        ChunkBook.open(ports.ledger(), ports.clock(), job.id(), LedgerEntry.PREPARATION, 0);
    Map<String, Boolean> ours = new HashMap<>();
    book.intents(Stage.DEFINITIONS)
        .forEach(
            (trace, intent) -> {
              LedgerLine made = book.outcome(Stage.DEFINITIONS, trace);
              if (trace.startsWith(Definition.Kind.LIST + "/") && made != null) {
                ours.put(made.target(), alone && intent.prior().get("existed").equals("false"));
              }
            });
    return ours;
  }

  /** Notes the end; not where another one has begun it anew, while this one was thought dead. */
  private void end(Job job, CheckFiles found, Turn turn, CheckFiles.Run ended) {
    found.run(turn.held().current().fence(), ended);
    if (found.run().filter(run -> run.number() == ended.number() && run.over()).isEmpty()) {
      return;
    }
    ports.jobs().transition(job.id(), JobState.VERIFYING, JobEvent.VERIFIED, "", now());
    ports.bells().ring(List.of(Bell.control(job.id())));
  }

  /** What only a person can mend is looked at again for a day; then the job ends unverified. */
  private boolean refused(
      Job job, CheckFiles.Run run, CheckFiles found, Turn turn, DestinationException e) {
    String why = e.code() + " " + e.getMessage();
    if (now().isAfter(run.began().plus(MOST_TRYING))) {
      end(job, found, turn, run.with(now(), why));
      return true;
    }
    ports.jobs().note(job.id(), why, now().plus(LONGEST_DELAY), now());
    return true; // Other jobs of the account have the same key, and find out for themselves.
  }

  /** Notes why and until when, and rings again if that is soon; else the conductor does. */
  private void standStill(Job job, String reason, Instant opensAt) {
    boolean person = opensAt.equals(Instant.MAX);
    Instant until = person ? now().plus(LONGEST_DELAY) : opensAt;
    ports.jobs().note(job.id(), reason, until, now());
    Duration wait = Duration.between(now(), until);
    if (!person && wait.compareTo(LONGEST_DELAY) <= 0) {
      ring(
          job.account(), wait.isNegative() || wait.isZero() ? Duration.ZERO : wait.plusMillis(999));
    }
  }

  private void ring(String account, Duration delay) {
    ports.bells().ring(List.of(Bell.load(account).after(delay)));
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
