package dev.offramp.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.job.Bells;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.Brake;
import dev.offramp.load.BrakedThrottle;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import dev.offramp.testkit.MemoryCrosswalk;
import dev.offramp.testkit.MemoryJobStore;
import dev.offramp.testkit.MemoryLedger;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.CostUnit;
import dev.offramp.throttle.InMemoryBudgetStore;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Margins;
import dev.offramp.throttle.Throttle;
import dev.offramp.throttle.ThrottleSettings;
import dev.offramp.throttle.Window;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Everything outside the pipeline: the stores, the queues, the destination, its people, time. */
final class World implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final ObjectMapper JSON =
      new ObjectMapper().registerModule(new JavaTimeModule()).registerModule(new Jdk8Module());

  final Random random;
  final Setup setup;
  final Faults faults;
  final Timeline timeline = new Timeline(START);
  final Trace trace = new Trace();
  final MemoryObjectStore bucket = new MemoryObjectStore();
  final WorkFiles files = new WorkFiles(bucket, JSON);
  final Migration migration;
  final SimCrm crm;
  final Hands hands;
  final Queues queues = new Queues(this);
  final Functions functions;
  final PrivacyWatch privacy = new PrivacyWatch();
  final IntentWatch intents = new IntentWatch(this);
  final ConsentWatch consents = new ConsentWatch(this);
  final CountersWatch counters = new CountersWatch(this);
  final LimitWatch limits;
  final Operator operator;
  final JobStore jobs;
  final Ledger ledger;
  final Crosswalk crosswalk;
  final ObjectStore objects;
  final Bells bells;
  final BudgetStore budgets;
  private final Bug bug;
  private final Pipeline pipeline;
  private final List<Watch> watches = new ArrayList<>();
  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
  private Optional<Limits> limit;
  private int calls;
  private int owners;

  /** The jobs in the order in which they loaded their chunks; one after another where it is set. */
  private final LoadOrder order = new LoadOrder();

  World(Pipeline pipeline, Random random, Setup setup, Faults faults, Bug bug) {
    this.pipeline = pipeline;
    this.random = random;
    this.setup = setup;
    this.faults = faults;
    this.bug = bug;
    this.migration = new Migration(random, setup.files(), setup.mostRows());
    this.crm = new SimCrm(setup.unique(), setup.batch(), setup.lag(), timeline, random);
    this.hands = new Hands(this);
    this.functions = new Functions(this, pipeline);
    this.limits = new LimitWatch(setup.limit(), WINDOW);
    this.limit = setup.limit() == 0 ? Optional.empty() : Optional.of(limits(setup.limit()));
    this.budgets = bug.budgets(new InMemoryBudgetStore());
    this.jobs = bug.jobs(new MemoryJobStore());
    this.ledger = watched(bug.ledger(new MemoryLedger(), this));
    this.crosswalk = bug.crosswalk(new MemoryCrosswalk());
    this.objects = bug.objects(bucket, this);
    this.bells = bug.bells(queues);
    this.operator = new Operator(this);
    watches.addAll(List.of(counters, intents, new OnceWatch(this), consents, privacy));
    watches.addAll(List.of(new UploadWatch(this), order));
    pipeline.runIn(this);
  }

  private static Limits limits(int calls) {
    Window window =
        new Window(
            CostUnit.CALLS, calls, WINDOW, Window.Rule.SLIDING, Optional.empty(), "simulated", "");
    return new Limits("simulated", "default", List.of(window));
  }

  /** From now on the destination allows so many calls a day, and as many in ten seconds. */
  void allowADay(int calls) {
    Window day =
        new Window(
            CostUnit.CALLS,
            calls,
            Duration.ofDays(1),
            Window.Rule.CALENDAR,
            Optional.of(ZoneOffset.UTC),
            "simulated",
            "");
    limit = Optional.of(new Limits("simulated", "daily", List.of(day)));
  }

  private Ledger watched(Ledger inner) {
    return new Ledger() {
      @Override
      public boolean append(LedgerEntry entry) {
        boolean written = inner.append(entry);
        if (written) {
          watches.forEach(watch -> watch.written(entry));
        }
        return written;
      }

      @Override
      public List<LedgerEntry> pages(String jobId, int chunk) {
        return inner.pages(jobId, chunk);
      }
    };
  }

  /** The clock as the running invocation reads it. */
  InstantSource clock() {
    Strand me = timeline.running();
    return me == null ? timeline : () -> timeline.instant().plus(me.skew());
  }

  /** A time of up to so many milliseconds. */
  Duration millis(int most) {
    return Duration.ofMillis(1 + random.nextInt(most));
  }

  /** The running invocation stands still. */
  void pause(Duration length) {
    timeline.pauseUntil(timeline.instant().plus(length));
  }

  /** The pipeline's own waiting. */
  void sleep(Duration length) {
    pause(bug.sleeps(length));
  }

  String owner() {
    return "owner-" + ++owners;
  }

  PortCall call(Port port, String method, Strand strand) {
    return new PortCall(++calls, port, method, strand);
  }

  /** How many calls of ports there were. */
  int calls() {
    return calls;
  }

  /** A fault of this kind happened. */
  void count(Fault fault) {
    met.merge(fault, 1, Integer::sum);
  }

  /** What happened how often. */
  Map<Fault, Integer> met() {
    return met;
  }

  /** A port was called: every invariant is looked at. */
  void step(PortCall call, Object[] args, Object result) {
    watches.forEach(watch -> watch.step(call, args, result));
  }

  /** A call takes effect at the destination, between looks at every invariant. */
  Object effect(PortCall call, Method method, Object[] args) throws Throwable {
    watches.forEach(watch -> watch.before(method.getName(), args));
    try {
      Object result = crm.effect(method, args);
      trace.note(timeline.instant(), call, "took effect:", args.length == 0 ? "" : args[0], result);
      return result;
    } finally {
      watches.forEach(watch -> watch.after(method.getName(), args));
      step(call, args, null);
    }
  }

  /** Opens the destination for the running invocation, which works on a job. */
  Destination open(Job job, JobStore table, Supplier<Instant> latestEnd) {
    // As dev.offramp.aws.SteadyClock: it may be wrong, but it does not jump.
    Duration skew = timeline.running().skew();
    InstantSource steady = () -> timeline.instant().plus(skew);
    Brake brake = new Brake(bug.control(table, job), job, steady);
    Optional<Throttle> throttle =
        throttle(job, steady).map(inner -> new BrakedThrottle(inner, brake, steady));
    Wire.Job whose = new Wire.Job(job, brake);
    return bug.destination(Wire.open(this, whose, latestEnd, throttle), this);
  }

  private Optional<Throttle> throttle(Job job, InstantSource steady) {
    return limit.map(
        all ->
            new LeasedThrottle(
                pipeline.budgets(),
                job.account(),
                bug.limits(all),
                new ThrottleSettings(
                    Duration.ofSeconds(5), 1, crm.traits().callTimeout(), Margins.USUAL),
                owner(),
                steady,
                moment -> pause(positive(Duration.between(steady.instant(), moment)))));
  }

  private static Duration positive(Duration length) {
    return length.isNegative() ? Duration.ZERO : length;
  }

  /** A handler failed. */
  void failed(RuntimeException cause) {
    privacy.check("an exception", cause.getMessage());
    if (!timeline.running().hurt()) {
      Violation violation = new Violation(0, "a handler failed though nothing befell it: " + cause);
      violation.initCause(cause);
      throw violation;
    }
  }

  /** Whether a loader or a rollback is at work. */
  boolean loads() {
    return timeline.alive().stream()
        .anyMatch(s -> s.name().startsWith("LOADS") || s.name().startsWith("ROLLBACKS"));
  }

  boolean leavesExisting() {
    return setup.existing().equals("skip");
  }

  /** What the destination holds of an address. */
  ConsentState consent(String email) {
    return crm.records().consent(Set.of(email)).get(email).state();
  }

  /** In which order jobs were loaded. */
  LoadOrder order() {
    return order;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** Ends everything that still runs. */
  @Override
  public void close() {
    timeline.close();
  }

  Bug bug() {
    return bug;
  }
}
