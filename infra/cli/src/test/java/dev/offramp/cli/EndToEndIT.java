package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.aws.Composition;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.RowOutcome;
import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.report.JobReporter;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template, the functions' deployable artifacts in processes of their own, the services' real
 * protocols, and a destination that misbehaves: afterwards every row has exactly one outcome,
 * nobody is doubled, and a rollback leaves the destination as it was.
 *
 * <p>{@code -Dofframp.aws.endpoint=URL} runs it on whatever speaks AWS there.
 */
class EndToEndIT {
  private static final String STACK = "offramp";
  private static final String REGION = "us-east-1";
  private static final Duration LONGEST = Duration.ofSeconds(170);
  private static final long SEED = 11;

  @TempDir Path folder;
  private LocalCloud cloud;
  private SandboxServer hubspot;
  private Stack stack;
  private String migration;

  @BeforeEach
  void name(TestInfo info) {
    migration = info.getTestMethod().orElseThrow().getName().replaceAll("[^A-Za-z0-9]", "");
  }

  @AfterEach
  void stop() {
    if (stack != null) {
      stack.close();
    }
    if (cloud != null) {
      cloud.close();
    }
    if (hubspot != null) {
      hubspot.close();
    }
  }

  private void start(FaultPlan faults, boolean everythingTwice) throws Exception {
    Path root = Path.of(System.getProperty("offramp.root", "../..")).toAbsolutePath().normalize();
    hubspot = SandboxServer.start(SandboxOptions.professional().with(faults));
    LocalCloudOptions.Builder options =
        LocalCloudOptions.builder(root.resolve("template.yaml"))
            .projectRoot(root)
            .stackName(STACK)
            .region(REGION)
            .cacheDir(root.resolve("infra/cli/target/cloud-cache"))
            .logsDir(root.resolve("infra/cli/target/cloud-logs/" + migration))
            .temporaryDir(folder)
            .parameter("ChunkRows", "100")
            // Shorter than what may be deployed, so that a dead loader's lease runs out soon.
            .parameter("LeaseSeconds", "10")
            .parameter("CallTimeoutSeconds", "2")
            .parameter("QuietSeconds", "5")
            .scheduleOverride(Duration.ofSeconds(2))
            .maxEnvironments(2)
            .duplicateMessages(everythingTwice)
            .duplicateS3Events(everythingTwice)
            .s3TestEvents(true)
            .prewarm(true);
    String elsewhere = System.getProperty("offramp.aws.endpoint", "");
    if (!elsewhere.isEmpty()) {
      options.awsEndpointUrl(URI.create(elsewhere));
    }
    cloud = new LocalCloud(options.build()).start();
    stack =
        Stack.local(
            new UpFile(
                ProcessHandle.current().pid(),
                STACK,
                REGION,
                Map.of(
                    "s3", cloud.endpoints().s3(),
                    "sqs", cloud.endpoints().sqs(),
                    "dynamodb", cloud.endpoints().dynamodb(),
                    "secretsmanager", cloud.endpoints().secretsManager()),
                hubspot.baseUri(),
                hubspot.key()));
    hubspot.api().seed(SEED, 60);
  }

  private Composition parts() {
    return stack.parts();
  }

  /** Uploads an export; the job is what S3's event makes of it. */
  private String upload(int rows, Truth[] truth) throws Exception {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    truth[0] = new ExportGenerator(SEED, rows).write(csv);
    stack.secret(
        "hubspot/" + migration,
        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
            .formatted(hubspot.baseUri(), hubspot.key()));
    String inbox = "inbox/" + migration + "/";
    stack.upload(inbox + "plan.yaml", "destination: hubspot\napproval: automatic\n");
    stack.upload(inbox + "contacts.csv", csv.toString(StandardCharsets.UTF_8));
    return parts().objects().head(inbox + "contacts.csv").orElseThrow().jobId();
  }

  private Job await(String job, Predicate<Job> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(end)) {
      Job now = parts().jobs().find(job).orElse(null);
      if (now != null && wanted.test(now)) {
        return now;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("it never came so far: " + parts().jobs().find(job));
  }

  private Job completed(String job) throws InterruptedException {
    Job rested = await(job, j -> j.state() == JobState.COMPLETED || j.state() == JobState.FAILED);
    assertThat(rested.state()).as(rested.reason()).isEqualTo(JobState.COMPLETED);
    return rested;
  }

  private void everyRowEndedOnceAndNobodyIsDoubled(Job job, Truth truth) {
    assertThat(job.counters().pending()).as("invariant 1").isZero();
    assertThat(job.counters().parsed()).isEqualTo(truth.rows());
    assertThat(job.counters().rejected()).isEqualTo(truth.broken());
    assertThat(job.counters().merged()).isEqualTo(truth.repeats());
    assertThat(job.counters().created() + job.counters().updated() + job.counters().unchanged())
        .isEqualTo(truth.people());
    Set<Long> rows = new HashSet<>();
    for (String part : JobReporter.OUTCOME_FOLDERS) {
      for (String file : parts().files().list(job.id(), part)) {
        for (RowOutcome row : parts().files().readLines(file, RowOutcome.class)) {
          assertThat(rows.add(row.row())).as("invariant 1: row %d once", row.row()).isTrue();
        }
      }
    }
    assertThat(rows).hasSize((int) truth.rows());
    Map<String, String> seen = new HashMap<>();
    hubspot
        .api()
        .dump()
        .path("contacts")
        .properties()
        .forEach(
            contact -> {
              String email = contact.getValue().path("email").asText();
              assertThat(seen.put(email, contact.getKey()))
                  .as("invariant 3: %s once", contact.getKey())
                  .isNull();
            });
  }

  private void undo(Job job, JsonNode before) throws InterruptedException {
    new JobActions(stack, Clock.systemUTC()).rollback(job, false);
    Job undone = await(job.id(), j -> j.state() == JobState.ROLLED_BACK);
    assertThat(undone.state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(hubspot.api().dump().toPrettyString())
        .as("invariant 5")
        .isEqualTo(before.toPrettyString());
  }

  @Test
  void invariants1And3_everyEventAndEveryMessageTwice() throws Exception {
    start(FaultPlan.none(30), true);
    JsonNode before = hubspot.api().dump();
    Truth[] truth = new Truth[1];
    Job job = completed(upload(600, truth));
    everyRowEndedOnceAndNobodyIsDoubled(job, truth[0]);
    assertThat(parts().jobs().list("")).as("one upload, one job").hasSize(1);
    assertThat(hubspot.stats().path("refusedForTheLimit").asInt()).as("invariant 7").isZero();
    undo(job, before);
  }

  @Test
  void invariants1To5_functionsAreKilledInMidCallAndInMidFile() throws Exception {
    start(FaultPlan.none(60), false);
    JsonNode before = hubspot.api().dump();
    Truth[] truth = new Truth[1];
    String id = upload(1200, truth);
    await(id, j -> j.chunks() >= 2);
    cloud.kill("Parser");
    for (int chunk : new int[] {1, 4, 8}) {
      await(id, j -> j.chunksLoaded() >= chunk || j.state() == JobState.COMPLETED);
      cloud.kill("Loader");
    }
    Job job = completed(id);
    everyRowEndedOnceAndNobodyIsDoubled(job, truth[0]);
    new JobActions(stack, Clock.systemUTC()).rollback(job, false);
    await(id, j -> j.reason().startsWith("undoing chunk") || j.state() == JobState.ROLLED_BACK);
    cloud.kill("Rollback");
    await(id, j -> j.state() == JobState.ROLLED_BACK);
    assertThat(hubspot.api().dump().toPrettyString())
        .as("invariant 5")
        .isEqualTo(before.toPrettyString());
  }

  @Test
  void invariant3_fivePercentOfTheCallsTimeOutAfterTheirEffect() throws Exception {
    start(new FaultPlan(SEED, 30, 50, 20, 20, 20, 20, 20, 2500), false);
    JsonNode before = hubspot.api().dump();
    Truth[] truth = new Truth[1];
    Job job = completed(upload(800, truth));
    everyRowEndedOnceAndNobodyIsDoubled(job, truth[0]);
    assertThat(hubspot.stats().path("faults").asInt()).as("faults happened").isPositive();
    undo(job, before);
  }

  @Test
  void invariant5_aRollbackInMidLoad() throws Exception {
    start(FaultPlan.none(60), false);
    JsonNode before = hubspot.api().dump();
    String id = upload(1500, new Truth[1]);
    Job loading = await(id, j -> j.state() == JobState.LOADING && j.chunksLoaded() >= 3);
    undo(loading, before);
  }
}
