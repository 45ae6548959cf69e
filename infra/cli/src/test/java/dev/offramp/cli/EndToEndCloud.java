package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.aws.Composition;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.local.FunctionProcess;
import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** All of Offramp for one test: a stack of its own, and a simulated HubSpot with people in it. */
final class EndToEndCloud implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final int KNOWN_BEFORE = 60;

  /** Of the made-up people, and of the faults. */
  static final long SEED = 11;

  private final LocalCloud cloud;
  private final SandboxServer hubspot;
  private final Stack stack;
  private final String migration;
  private final JsonNode before;

  private EndToEndCloud(LocalCloud cloud, SandboxServer hubspot, Stack stack, String migration) {
    this.cloud = cloud;
    this.hubspot = hubspot;
    this.stack = stack;
    this.migration = migration;
    hubspot.api().seed(SEED, KNOWN_BEFORE);
    this.before = hubspot.api().dump();
  }

  /**
   * Starts it.
   *
   * @param services where S3, SQS, DynamoDB and Secrets Manager are; none: in this process
   * @param folder for what is temporary
   * @param migration its name
   * @param chunkRows rows that travel together
   * @param everythingTwice whether S3 sends each event twice, and each message is delivered twice
   */
  static EndToEndCloud start(
      Optional<URI> services,
      Path folder,
      String migration,
      FaultPlan faults,
      int chunkRows,
      boolean everythingTwice)
      throws IOException {
    // A name that was never used: what an earlier run left at the services is not in the way.
    String name = "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    SandboxServer hubspot = SandboxServer.start(SandboxOptions.professional().with(faults));
    LocalCloud cloud = null;
    try {
      LocalCloudOptions.Builder options =
          options(folder, migration)
              .stackName(name)
              .parameter("ChunkRows", Integer.toString(chunkRows))
              .duplicateMessages(everythingTwice)
              .duplicateS3Events(everythingTwice);
      services.ifPresent(options::awsEndpointUrl);
      cloud = new LocalCloud(options.build()).start();
      Stack stack = Stack.local(up(name, cloud, hubspot));
      return new EndToEndCloud(cloud, hubspot, stack, migration);
    } catch (RuntimeException e) {
      hubspot.close();
      if (cloud != null) {
        cloud.close();
      }
      throw e;
    }
  }

  private static LocalCloudOptions.Builder options(Path folder, String migration) {
    Path root = Path.of(System.getProperty("offramp.root", "../..")).toAbsolutePath().normalize();
    return LocalCloudOptions.builder(root.resolve("template.yaml"))
        .projectRoot(root)
        .region(REGION)
        .cacheDir(root.resolve("infra/cli/target/cloud-cache"))
        .logsDir(root.resolve("infra/cli/target/cloud-logs/" + migration))
        .temporaryDir(folder)
        // Shorter than what may be deployed, so that a dead loader's lease runs out soon.
        .parameter("LeaseSeconds", "10")
        .parameter("CallTimeoutSeconds", "2")
        .parameter("QuietSeconds", "5")
        .scheduleOverride(Duration.ofSeconds(2))
        .maxEnvironments(2)
        .s3TestEvents(true)
        .prewarm(true);
  }

  private static UpFile up(String name, LocalCloud cloud, SandboxServer hubspot) {
    return new UpFile(
        ProcessHandle.current().pid(),
        name,
        REGION,
        Map.of(
            "s3", cloud.endpoints().s3(),
            "sqs", cloud.endpoints().sqs(),
            "dynamodb", cloud.endpoints().dynamodb(),
            "secretsmanager", cloud.endpoints().secretsManager()),
        hubspot.baseUri(),
        hubspot.key());
  }

  Stack stack() {
    return stack;
  }

  /** How many calls HubSpot has taken so far. */
  int calls() {
    return hubspot.stats().path("callsToday").asInt();
  }

  Composition parts() {
    return stack.parts();
  }

  SandboxServer hubspot() {
    return hubspot;
  }

  /** Uploads an export; says what is in it. */
  Truth upload(int rows) throws IOException {
    return upload(rows, "automatic");
  }

  /** The same with what the plan says of approval. */
  Truth upload(int rows, String approval) throws IOException {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    Truth truth = new ExportGenerator(SEED, rows).write(csv);
    stack.secret(
        "hubspot/" + migration,
        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
            .formatted(hubspot.baseUri(), hubspot.key()));
    String inbox = "inbox/" + migration + "/";
    stack.upload(inbox + "plan.yaml", "destination: hubspot\napproval: %s\n".formatted(approval));
    stack.upload(inbox + "contacts.csv", csv.toString(StandardCharsets.UTF_8));
    return truth;
  }

  /** The job, as soon as it is so; the only one that there is. */
  Job await(String what, Predicate<Job> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(LONGEST);
    Optional<Job> job = Optional.empty();
    while (Instant.now().isBefore(end)) {
      job = parts().jobs().list("").stream().findFirst();
      if (job.filter(wanted).isPresent()) {
        return job.get();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("not so after " + LONGEST + ": " + what + "; " + job);
  }

  /** The job, once it is completed. */
  Job completed() throws InterruptedException {
    Job rested =
        await("completed", j -> j.state() == JobState.COMPLETED || j.state() == JobState.FAILED);
    assertThat(rested.state()).as(rested.reason()).isEqualTo(JobState.COMPLETED);
    return rested;
  }

  /**
   * Sends SIGKILL to a process of a function that works on a call.
   *
   * @throws AssertionError if none ever does, or if it ended its call by itself just before
   */
  void killAtWork(String function) throws InterruptedException {
    Instant end = Instant.now().plus(LONGEST);
    while (cloud.processes().stream().noneMatch(p -> busy(p, function))) {
      assertThat(Instant.now()).as(function + " never works").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    Optional<FunctionProcess> killed = cloud.kill(function);
    assertThat(killed.map(FunctionProcess::state))
        .as(function + " was killed at work")
        .contains(FunctionProcess.State.BUSY);
  }

  private static boolean busy(FunctionProcess process, String function) {
    return process.function().equals(function) && process.state() == FunctionProcess.State.BUSY;
  }

  /** Kills functions at random moments from now on. */
  RandomKills kills() {
    return RandomKills.start(cloud, SEED);
  }

  /** Asks for a rollback. */
  void rollback(Job job) {
    new JobActions(stack, Clock.systemUTC()).rollback(List.of(job), Set.of());
  }

  /** Waits for the end of a rollback, after which HubSpot is as it was before the upload. */
  void undone() throws InterruptedException {
    await("rolled back", j -> j.state() == JobState.ROLLED_BACK);
    assertThat(hubspot.api().dump().toPrettyString())
        .as("invariant 5")
        .isEqualTo(before.toPrettyString());
  }

  @Override
  public void close() {
    stack.close();
    cloud.close();
    hubspot.close();
  }
}
