package dev.offramp.cli;

import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.local.lambda.Folders;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.KartraOptions;
import dev.offramp.sandbox.kartra.SimulatedKartra;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** The one-machine cloud with the simulated destination, started by this process. */
final class LocalStack implements AutoCloseable {
  private static final String STACK = "offramp";
  private static final String REGION = "us-east-1";

  private static final int MOST_PORT = 65_535;

  private final Home home;
  private final RunLock lock;

  /** How long a real destination may take. */
  private static final Duration USUAL_CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration DEMO_CALL_TIMEOUT = Duration.ofSeconds(5);

  private final LocalCloud cloud;
  private final SandboxServer sandbox;
  private final SimulatedKartra kartra;
  private final Wishes wishes;
  private boolean closed;

  private LocalStack(
      Home home,
      Wishes wishes,
      RunLock lock,
      LocalCloud cloud,
      SandboxServer sandbox,
      SimulatedKartra kartra) {
    this.home = home;
    this.wishes = wishes;
    this.lock = lock;
    this.cloud = cloud;
    this.sandbox = sandbox;
    this.kartra = kartra;
  }

  /**
   * How it is to run.
   *
   * @param stateDir what outlives the run; nothing if empty
   * @param dynamodb another DynamoDB in place of DynamoDB Local
   * @param sandboxPort the port of the simulated destination; 0 for a free one
   * @param demo whether only the simulated destination is called, and all of it ends by itself
   * @param fresh whether what the state folder holds is of an earlier demo and goes first
   * @param learning whether functions note the classes that they load
   */
  record Wishes(
      Optional<Path> stateDir,
      Optional<URI> dynamodb,
      int sandboxPort,
      boolean demo,
      boolean fresh,
      boolean learning) {

    /** The same for a demo. */
    Wishes ofDemo() {
      return new Wishes(stateDir, dynamodb, sandboxPort, true, false, false);
    }

    /** The same for a demo that leaves its state in this folder, unless another was named. */
    Wishes ofDemoIn(Path folder) {
      return stateDir.isPresent()
          ? ofDemo()
          : new Wishes(Optional.of(folder), dynamodb, sandboxPort, true, true, false);
    }

    /** To bring up what a demo left. */
    static Wishes ofKeptDemo(Path folder) {
      return new Wishes(Optional.of(folder), Optional.empty(), 0, true, false, false);
    }

    /** To move a few people and keep nothing but the classes that this takes. */
    static Wishes ofLearning() {
      return new Wishes(Optional.empty(), Optional.empty(), 0, true, false, true);
    }

    /** What is simulated answers at once, so that a rollback has less to wait for. */
    private Duration callTimeout() {
      return demo ? DEMO_CALL_TIMEOUT : USUAL_CALL_TIMEOUT;
    }
  }

  /**
   * Starts all of it, or nothing.
   *
   * @throws CommandException OFF-3013 beside another run, OFF-3014 or OFF-3042 for the port,
   *     OFF-3040 without room on a disk, OFF-31nn if the cloud does not start
   */
  static LocalStack start(Home home, Wishes wishes, Console console) {
    DiskRoom room = DiskRoom.real();
    room.require(home.folder());
    room.require(Path.of(System.getProperty("java.io.tmpdir")));
    wishes.stateDir().ifPresent(room::require);
    RunLock lock = RunLock.take(home);
    Deque<Runnable> started = new ArrayDeque<>();
    started.push(lock::close);
    try {
      if (wishes.fresh()) {
        wishes.stateDir().ifPresent(LocalStack::empty);
      }
      SimulatedKartra kartra = kartra();
      started.push(kartra::close);
      SandboxServer sandbox = sandbox(wishes.sandboxPort());
      started.push(sandbox::close);
      LocalCloudOptions.Builder options = options(home, wishes);
      wishes
          .stateDir()
          .flatMap(KeptVendors::find)
          .ifPresent(
              kept -> {
                sandbox.api().restore(kept.state());
                options.movedAddress(kept.hubspot(), sandbox.baseUri());
                options.movedAddress(kept.kartra(), kartra.baseUri());
              });
      LocalCloud cloud = new LocalCloud(options.build());
      started.push(cloud::close);
      console.say("Starting S3, SQS, DynamoDB and Secrets Manager, and five functions …");
      LocalStack stack = new LocalStack(home, wishes, lock, cloud.start(), sandbox, kartra);
      stack.up().write(home);
      // Ctrl-C ends the JVM without ending the blocks that would close it.
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "close"));
      return stack;
    } catch (RuntimeException e) {
      UpFile.remove(home);
      started.forEach(Runnable::run);
      throw e instanceof LocalCloudException
          ? new CommandException(CommandException.ENVIRONMENT, e.getMessage())
          : e;
    }
  }

  private static void empty(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", folder + " cannot be removed: " + e, e);
    }
  }

  private static LocalCloudOptions.Builder options(Home home, Wishes wishes) {
    LocalCloudOptions.Builder options =
        LocalCloudOptions.builder(home.template())
            .projectRoot(home.project())
            .stackName(STACK)
            .region(REGION)
            .cacheDir(home.inside("cache"))
            .logsDir(home.inside("logs"))
            .parameter("CallTimeoutSeconds", Long.toString(wishes.callTimeout().toSeconds()))
            .parameter("LeaseSeconds", "30")
            .parameter("QuietSeconds", "15")
            .scheduleOverride(Duration.ofSeconds(10))
            .maxEnvironments(2)
            .prewarm(true)
            .learnClasses(wishes.learning());
    wishes.stateDir().ifPresent(options::stateDir);
    options.tablesAtEnd(wishes.demo());
    wishes.dynamodb().ifPresent(options::dynamodbUrl);
    return options;
  }

  private static SandboxServer sandbox(int port) {
    if (port < 0 || port > MOST_PORT) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-3042",
          "--sandbox-port %d is no port. Choose one up to %d, or 0 for a free one."
              .formatted(port, MOST_PORT));
    }
    SandboxOptions usual = SandboxOptions.professional();
    try {
      return SandboxServer.start(
          new SandboxOptions(
              port, usual.key(), usual.callsPer10s(), usual.callsPerDay(), FaultPlan.none(40)));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-3014",
          "Port %d is taken. Choose another one with --sandbox-port.".formatted(port));
    }
  }

  private static SimulatedKartra kartra() {
    try {
      return SimulatedKartra.start(KartraOptions.usual());
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-2892",
          "The simulated Kartra finds no free port on this machine. End other programs, then try again.");
    }
  }

  /** What other commands need to find it. */
  UpFile up() {
    return new UpFile(
        ProcessHandle.current().pid(),
        STACK,
        REGION,
        Map.of(
            "s3",
            cloud.endpoints().s3(),
            "sqs",
            cloud.endpoints().sqs(),
            "dynamodb",
            cloud.endpoints().dynamodb(),
            "secretsmanager",
            cloud.endpoints().secretsManager(),
            UpFile.KARTRA,
            kartra.baseUri()),
        sandbox.baseUri(),
        sandbox.key());
  }

  LocalCloud cloud() {
    return cloud;
  }

  SandboxServer sandbox() {
    return sandbox;
  }

  /** Says what runs where. */
  void announce(Console console) {
    UpFile up = up();
    console.say("  S3               " + up.endpoints().get("s3"));
    console.say("  SQS              " + up.endpoints().get("sqs"));
    console.say("  DynamoDB         " + up.endpoints().get("dynamodb"));
    console.say("  Secrets Manager  " + up.endpoints().get("secretsmanager"));
    console.say("  HubSpot (simulated, a page to look at)  " + up.sandbox() + "/");
    console.say("  Kartra (simulated)  " + kartra.baseUri() + "/");
    console.say("  Functions' logs  " + cloud.logsDir());
  }

  /** Ends everything; may be called again. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    UpFile.remove(home);
    cloud.close();
    // After the functions, which change what it holds.
    wishes.stateDir().ifPresent(folder -> KeptVendors.keep(folder, sandbox, kartra.baseUri()));
    sandbox.close();
    kartra.close();
    lock.close();
  }
}
