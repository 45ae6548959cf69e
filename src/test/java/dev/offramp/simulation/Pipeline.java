package dev.offramp.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.aws.BellBatch;
import dev.offramp.aws.UploadIntake;
import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.EnrichPorts;
import dev.offramp.enrich.Enrichment;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Queue;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.AccountStage;
import dev.offramp.load.CreationOrder;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Lanes;
import dev.offramp.load.Ledger;
import dev.offramp.load.LoadPolicy;
import dev.offramp.load.LoadPorts;
import dev.offramp.load.LoadStage;
import dev.offramp.load.RollbackStage;
import dev.offramp.load.VerifyPolicy;
import dev.offramp.load.VerifyStage;
import dev.offramp.plan.Approval;
import dev.offramp.plan.Plan;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import dev.offramp.stage.AccountFirst;
import dev.offramp.stage.ControlStage;
import dev.offramp.stage.FactsDesk;
import dev.offramp.stage.Plans;
import dev.offramp.stage.SmallStages;
import dev.offramp.stage.StagePorts;
import dev.offramp.throttle.BudgetStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pipeline's real stages over simulated ports, wired as Composition wires them. It is made once
 * and used for world after world, as a stage keeps nothing between calls.
 */
final class Pipeline {
  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration QUIET = Duration.ofMinutes(2);

  private final ObjectMapper json =
      new ObjectMapper().registerModule(new JavaTimeModule()).registerModule(new Jdk8Module());
  private final PortDesk desk = new PortDesk(this::world);
  private final JobStore jobs = desk.proxy(Port.JOBS, JobStore.class, () -> world().jobs);
  private final Ledger ledger = desk.proxy(Port.LEDGER, Ledger.class, () -> world().ledger);
  private final Crosswalk crosswalk =
      desk.proxy(Port.CROSSWALK, Crosswalk.class, () -> world().crosswalk);
  private final ObjectStore objects =
      desk.proxy(Port.OBJECTS, ObjectStore.class, () -> world().objects);
  private final Bells bells = desk.proxy(Port.BELLS, Bells.class, () -> world().bells);
  private final BudgetStore budgets =
      desk.proxy(Port.BUDGETS, BudgetStore.class, () -> world().budgets);
  private final InstantSource clock = () -> world().clock().instant();
  private final WorkFiles files = new WorkFiles(objects, json);
  private final Plans plans = new Plans(objects, files);
  private final BellHandler conductor = conductor();
  private final Map<Queue, BellBatch> handlers = new EnumMap<>(Queue.class);
  private World world;

  Pipeline() {
    EnrichPorts enrich =
        new EnrichPorts(
            (job, share, patience, latestEnd) -> Optional.empty(),
            files,
            jobs,
            bells,
            Lanes.single(),
            clock,
            () -> world().owner(),
            LEASE,
            Duration.ofSeconds(20));
    StagePorts stages = new StagePorts(objects, files, jobs, bells, json, clock);
    BellHandler parser = SmallStages.parser(stages, plans, () -> world().owner(), LEASE);
    UploadIntake intake = new UploadIntake(jobs, clock);
    handlers.put(
        Queue.UPLOADS,
        new BellBatch(intake::jobs, watched(new AccountFirst(objects, enrich, parser)), clock));
    add(
        Queue.ROWS,
        SmallStages.mapper(
            stages, plans, new FactsDesk(new Enrichment(enrich), new AccountFiles(files))));
    add(
        Queue.LOADS,
        new AccountStage(
            new LoadStage(ports(), this::policy, () -> world().owner(), LEASE),
            new VerifyStage(ports(), this::verifyPolicy, () -> world().owner(), LEASE)));
    add(Queue.CONTROL, conductor);
    add(Queue.ROLLBACKS, new RollbackStage(ports(), () -> world().owner(), LEASE));
  }

  /** Where it runs from now on. */
  void runIn(World next) {
    world = next;
  }

  private World world() {
    return world;
  }

  /** The budgets, through the desk. */
  BudgetStore budgets() {
    return budgets;
  }

  private void add(Queue queue, BellHandler handler) {
    handlers.put(queue, BellBatch.ofBells(watched(handler), clock));
  }

  private BellHandler conductor() {
    return new ControlStage(
        jobs,
        bells,
        job -> plans.of(job).approval() == Approval.REQUIRED,
        new JobReporter(objects, files, plans::version, plans::columns, this::conduct),
        clock,
        QUIET);
  }

  private LoadPorts ports() {
    return new LoadPorts(
        jobs,
        ledger,
        crosswalk,
        files,
        bells,
        (job, latestEnd) -> world().open(job, jobs, latestEnd),
        new SimulatedLanes(() -> world().random.nextBoolean()),
        length -> world().sleep(length),
        clock);
  }

  private Conduct conduct(Job job) {
    CreationOrder.Count out = new CreationOrder(files).of(job);
    return new Conduct(plans.of(job).order().name(), out.rows(), out.inversions(), 1000, false);
  }

  private LoadPolicy policy(Job job) {
    Plan plan = plans.of(job);
    return new LoadPolicy(plan.existing(), plan.order() == Plan.Order.STRICT);
  }

  private VerifyPolicy verifyPolicy(Job job) {
    Plan plan = plans.of(job);
    return new VerifyPolicy(plan.existing(), plan.verify());
  }

  /** No handler fails but for a fault, and no failure tells whom it was about (invariant 8). */
  private BellHandler watched(BellHandler handler) {
    return (subject, deadline) -> {
      try {
        handler.handle(subject, deadline);
      } catch (RuntimeException e) {
        world().failed(e);
        throw e;
      }
    };
  }

  /** Answers the messages of an invocation; the ids of those that have to come again. */
  List<String> answer(FunctionKind kind, Map<String, String> bodies) {
    return handlers.get(kind.queue()).failures(bodies, kind.timeout());
  }

  /** The conductor, for the schedule. */
  BellHandler onSchedule() {
    return watched(conductor);
  }
}
