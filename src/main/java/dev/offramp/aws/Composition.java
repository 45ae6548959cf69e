package dev.offramp.aws;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.EnrichPorts;
import dev.offramp.enrich.Enrichment;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.AccountStage;
import dev.offramp.load.Connections;
import dev.offramp.load.CreationOrder;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Ledger;
import dev.offramp.load.LiveControl;
import dev.offramp.load.LoadPolicy;
import dev.offramp.load.LoadPorts;
import dev.offramp.load.LoadStage;
import dev.offramp.load.Pause;
import dev.offramp.load.RollbackStage;
import dev.offramp.load.UndoOrder;
import dev.offramp.load.UndoPreview;
import dev.offramp.load.VerifyPolicy;
import dev.offramp.load.VerifyStage;
import dev.offramp.plan.Approval;
import dev.offramp.plan.Plan;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import dev.offramp.stage.AccountFirst;
import dev.offramp.stage.ControlStage;
import dev.offramp.stage.FactsDesk;
import dev.offramp.stage.MapStage;
import dev.offramp.stage.ParseStage;
import dev.offramp.stage.Plans;
import dev.offramp.stage.StagePorts;
import dev.offramp.throttle.BudgetControl;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Waiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Puts the parts together for AWS: what every function and the command are made of. */
public final class Composition implements AutoCloseable {
  /** The whole of a limit, in thousandths. */
  private static final int WHOLE = 1000;

  private static final int LANES = 8;

  /** No job has this id. */
  private static final String NOBODY = "nobody";

  private static final Logger LOG = LoggerFactory.getLogger(Composition.class);

  private final AwsClients clients;
  private final ResourceNames names;
  private final CompositionSettings settings;
  private final InstantSource clock = Clock.systemUTC();
  private final Pause pause = new ThreadPause();
  private final ObjectMapper json = jsonMapper();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          LANES,
          work -> {
            Thread thread = new Thread(work, "lane");
            thread.setDaemon(true);
            return thread;
          });

  /** Takes the clients, the resources' names and the settings. */
  public Composition(AwsClients clients, ResourceNames names, CompositionSettings settings) {
    this.clients = clients;
    this.names = names;
    this.settings = settings;
  }

  /**
   * Reads a function's environment.
   *
   * @throws IllegalStateException OFF-2301 if a variable is missing
   */
  public static Composition fromEnvironment(Map<String, String> environment) {
    Optional<URI> endpoint =
        Optional.ofNullable(environment.get("OFFRAMP_AWS_ENDPOINT"))
            .filter(text -> !text.isBlank())
            .map(URI::create);
    return new Composition(
        AwsClients.create(endpoint),
        ResourceNames.of(environment),
        CompositionSettings.of(environment));
  }

  /**
   * Asks for a job and a file that are not there: what the first question has to load is loaded
   * when a function starts, and is in a snapshot of it, and no upload waits for it. Nothing rests
   * on the answers; a service that gives none is met again by whoever needs it.
   *
   * @return this
   */
  public Composition warmed() {
    return asked(
        () -> {
          jobs().find(NOBODY);
          files().readDocument(WorkFiles.jobKey(NOBODY, "nothing.json"), Map.class);
        });
  }

  /**
   * The same with the questions that loading and rolling back begin with.
   *
   * @return this
   */
  public Composition warmedToLoad() {
    return warmed()
        .asked(
            () -> {
              jobs().loading(NOBODY);
              budgets().read(NOBODY);
              ledger().pages(NOBODY, 0);
              crosswalk().find(NOBODY, NOBODY, List.of(NOBODY));
              askForAKey();
            });
  }

  private void askForAKey() {
    try {
      clients.secrets().getSecretValue(g -> g.secretId(names.secret(NOBODY)));
    } catch (ResourceNotFoundException e) {
      return; // As it should be: nobody has an account of this name.
    }
  }

  private Composition asked(Runnable questions) {
    try {
      questions.run();
    } catch (SdkException e) {
      LOG.info("not warmed: {}", FailureText.of(e));
    }
    return this;
  }

  private static ObjectMapper jsonMapper() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .registerModule(new Jdk8Module())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** The clock of everything. */
  public InstantSource clock() {
    return clock;
  }

  /** The jobs table. */
  public JobStore jobs() {
    return new DynamoJobStore(clients.dynamo(), names.jobs(), pause);
  }

  /** The bucket. */
  public ObjectStore objects() {
    return new S3ObjectStore(clients.s3(), names.bucket());
  }

  /** The queues. */
  public Bells bells() {
    return new SqsBells(clients.sqs(), names.queues(), pause);
  }

  /** The work area of the bucket. */
  public WorkFiles files() {
    return new WorkFiles(objects(), json);
  }

  /** The budgets table. */
  public BudgetStore budgets() {
    return new DynamoBudgetStore(clients.dynamo(), names.budgets());
  }

  /** The clients, for what only the command does. */
  public AwsClients clients() {
    return clients;
  }

  /** What the resources are called. */
  public ResourceNames names() {
    return names;
  }

  /** Writes and reads our JSON. */
  public ObjectMapper json() {
    return json;
  }

  /** Turns messages about uploads into jobs. */
  public UploadIntake uploads() {
    return new UploadIntake(jobs(), clock, settings.ledgerRetention());
  }

  /** The parser. */
  public BellHandler parser() {
    ParseStage parser =
        new ParseStage(
            stagePorts(), plans(), Composition::owner, settings.lease(), settings.chunkRows());
    return new AccountFirst(objects(), enrichPorts(), parser);
  }

  /** The mapper. */
  public BellHandler mapper() {
    FactsDesk facts = new FactsDesk(new Enrichment(enrichPorts()), new AccountFiles(files()));
    return new MapStage(stagePorts(), plans(), facts);
  }

  /** The conductor. */
  public BellHandler conductor() {
    Plans plans = plans();
    return new ControlStage(
        jobs(),
        bells(),
        job -> plans.of(job).approval() == Approval.REQUIRED,
        new JobReporter(objects(), files(), plans::version, plans::columns, this::conduct),
        clock,
        settings.quiet());
  }

  /** The loader, which also reads back what was loaded. */
  public BellHandler loader() {
    return loader(connections());
  }

  /** The loader with destinations that are opened in another way. */
  public BellHandler loader(Connections connections) {
    LoadPorts ports = loadPorts(connections);
    return new AccountStage(
        new LoadStage(ports, this::policy, Composition::owner, settings.lease()),
        new VerifyStage(ports, this::verifyPolicy, Composition::owner, settings.lease()));
  }

  /** The rollback. */
  public RollbackStage rollback() {
    return new RollbackStage(loadPorts(), Composition::owner, settings.lease());
  }

  /** What people do while work goes on. */
  public LiveControl liveControl() {
    return new LiveControl(jobs(), bells(), new BudgetControl(budgets()), clock);
  }

  /** Under which name the budget of the Kartra App of a migration goes, where there are keys. */
  public Optional<String> kartraBudget(String migration) {
    return kartra().budget(migration);
  }

  private Conduct conduct(Job job) {
    CreationOrder.Count out = new CreationOrder(files()).of(job);
    String order = plans().of(job).order().name().toLowerCase(Locale.ROOT);
    if (job.account().isEmpty()) { // Nothing of it went anywhere.
      return new Conduct(order, out.rows(), out.inversions(), WHOLE, false);
    }
    BudgetControl.Status budget = new BudgetControl(budgets()).status(job.account());
    return new Conduct(
        order, out.rows(), out.inversions(), budget.sharePerMille(), budget.byPerson());
  }

  /** What a rollback would do. */
  public UndoPreview undoPreview() {
    return new UndoPreview(loadPorts());
  }

  /** In which order jobs are taken back. */
  public UndoOrder undoOrder() {
    return new UndoOrder(loadPorts().ledger());
  }

  private LoadPolicy policy(Job job) {
    Plan plan = plans().of(job);
    return new LoadPolicy(plan.existing(), plan.order() == Plan.Order.STRICT);
  }

  private VerifyPolicy verifyPolicy(Job job) {
    Plan plan = plans().of(job);
    return new VerifyPolicy(plan.existing(), plan.verify());
  }

  private Plans plans() {
    return new Plans(objects(), files());
  }

  private StagePorts stagePorts() {
    return new StagePorts(objects(), files(), jobs(), bells(), json, clock);
  }

  private KartraConnections kartra() {
    return new KartraConnections(
        clients, names, budgets(), jobs(), http(), clock, waiter(), settings.callTimeout());
  }

  private EnrichPorts enrichPorts() {
    return new EnrichPorts(
        kartra(),
        files(),
        jobs(),
        bells(),
        new ThreadLanes(threads),
        clock,
        Composition::owner,
        settings.lease(),
        settings.callTimeout());
  }

  private Waiter waiter() {
    return moment -> pause.sleep(Duration.between(clock.instant(), moment));
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  }

  private Ledger ledger() {
    return new DynamoLedger(
        clients.dynamo(), names.ledger(), json, settings.ledgerRetention(), clock);
  }

  private Crosswalk crosswalk() {
    return new DynamoCrosswalk(
        clients.dynamo(),
        new DynamoCrosswalk.Tables(names.crosswalk(), names.links()),
        json,
        pause,
        settings.ledgerRetention(),
        clock,
        Composition::owner);
  }

  private LoadPorts loadPorts() {
    return loadPorts(connections());
  }

  private Connections connections() {
    return new DestinationConnections(
        clients,
        names,
        budgets(),
        jobs(),
        http(),
        clock,
        waiter(),
        settings.callTimeout(),
        job -> plans().of(job).share());
  }

  private LoadPorts loadPorts(Connections connections) {
    return new LoadPorts(
        jobs(),
        ledger(),
        crosswalk(),
        files(),
        bells(),
        connections,
        new ThreadLanes(threads),
        pause,
        clock);
  }

  /** Names that no other try has: two invocations of one environment have different ones. */
  private static String owner() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.close();
  }
}
