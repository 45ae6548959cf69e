package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.aws.Composition;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.report.JobReporter;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.KartraFaults;
import dev.offramp.sandbox.kartra.KartraOptions;
import dev.offramp.sandbox.kartra.SimulatedKartra;
import dev.offramp.sandbox.kartra.Truth;
import dev.offramp.stage.ControlStage;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** What no export holds arrives at the destination: emulators, simulated Kartra and HubSpot. */
class EnrichedPipelineTest {
  @TempDir static Path folder;
  private static Emulators aws;
  private static SandboxServer hubspot;
  private static SimulatedKartra kartra;
  private static String csv;
  private static Truth truth;

  @BeforeAll
  static void start() throws Exception {
    aws = new Emulators(folder, 60);
    hubspot = SandboxServer.start(SandboxOptions.professional());
    // Some answers are pages, some are missing; the App is used elsewhere too.
    KartraFaults faults = new KartraFaults(5, 5, 300, 0, 5, 5, 5, 5, 100);
    kartra = SimulatedKartra.start(KartraOptions.usual().with(faults));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    truth = new ExportGenerator(11, 100).write(bytes);
    csv = bytes.toString(StandardCharsets.UTF_8);
    kartra.leads().read(new StringReader(csv), 11);
  }

  @AfterAll
  static void stop() {
    kartra.close();
    hubspot.close();
    aws.close();
  }

  private static Composition parts() {
    return aws.composition;
  }

  private static void put(String key, String content) {
    parts()
        .clients()
        .s3()
        .putObject(p -> p.bucket("t-bucket").key(key), RequestBody.fromString(content));
  }

  private static void secret(String name, String json) {
    parts().clients().secrets().createSecret(c -> c.name(name).secretString(json));
  }

  private static Job upload(String migration, String plan) throws Exception {
    put("inbox/" + migration + "/plan.yaml", "destination: hubspot\napproval: automatic\n" + plan);
    String key = "inbox/" + migration + "/contacts.csv";
    put(key, csv);
    secret(
        "offramp/t/hubspot/" + migration,
        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
            .formatted(hubspot.baseUri(), hubspot.key()));
    return parts()
        .jobs()
        .create(Job.received(parts().objects().head(key).orElseThrow(), Instant.now()));
  }

  private static Job run(Job job) throws InterruptedException {
    Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMinutes(10)));
    parts().parser().handle(job.id(), deadline);
    for (int round = 0; round < 20 && now(job).state() == JobState.MAPPING; round++) {
      for (int chunk = 0; chunk < now(job).chunks(); chunk++) {
        parts().mapper().handle(job.id() + "/" + chunk, deadline);
      }
      parts().conductor().handle(ControlStage.EVERY_JOB, deadline);
    }
    for (int bell = 0; bell < 2; bell++) { // To load, then to read back.
      if (!now(job).account().isEmpty()) {
        parts().loader().handle(now(job).account(), deadline);
      }
      parts().conductor().handle(job.id(), deadline);
    }
    return now(job);
  }

  private static Job now(Job job) {
    return parts().jobs().find(job.id()).orElseThrow();
  }

  @Test
  void membershipsAndSequencesArriveAsTags() throws Exception {
    secret("offramp/t/kartra/rich", kartra.secret());
    Job job =
        run(upload("rich", "enrich: true\nenrichTags: {sequence: \"In {sequence} at {step}\"}\n"));
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(job.counters().parsed()).isEqualTo(truth.rows());
    assertThat(job.counters().pending()).isZero();
    String dump = hubspot.api().dump().toString();
    assertThat(dump)
        .contains("Membership: Academy / Gold", "In Welcome at ", "kartra_memberships")
        .doesNotContain("Sequence: Welcome");
    assertThat(kartra.fullestSecond()).as("invariant 7").isLessThanOrEqualTo(20);
    assertThat(kartra.refused()).isZero();
    JsonNode summary =
        parts()
            .json()
            .readTree(parts().objects().get(JobReporter.key(job, "summary.json")).orElseThrow());
    assertThat(summary.path("enrichment").path("asked").asLong())
        .isEqualTo(truth.people() + truth.repeats());
    assertThat(summary.path("enrichment").path("enriched").asLong()).isGreaterThan(80);
    assertThat(parts().objects().get("work/" + job.id() + "/kartra-names.json")).isPresent();
  }

  @Test
  void withoutKeysAndWithoutTheWordAllIsAsBefore() throws Exception {
    Job job = run(upload("plain", ""));
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(parts().objects().get("work/" + job.id() + "/kartra-names.json")).isEmpty();
    assertThat(parts().objects().list("work/" + job.id() + "/enriched/")).isEmpty();
  }

  @Test
  void withoutKeysTheWordFailsTheJobBeforeItIsRead() throws Exception {
    Job job = run(upload("nokeys", "enrich: true\n"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).startsWith("OFF-2801");
    assertThat(job.counters().parsed()).isZero();
  }

  @Test
  void wrongKeysFailTheJobBeforeItIsRead() throws Exception {
    secret("offramp/t/kartra/wrong", kartra.secret().replace("sandbox-key", "another"));
    Job job = run(upload("wrong", "enrich: true\n"));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).startsWith("OFF-2810").doesNotContain("another");
    assertThat(job.counters().parsed()).isZero();
  }

  @Test
  void aSecretThatIsNoneIsToldWithoutItsContent() throws Exception {
    secret("offramp/t/kartra/odd", "{\"app_id\":\"hush\"}");
    Job job = run(upload("odd", "enrich: true\n"));
    assertThat(job.reason()).startsWith("OFF-2802").doesNotContain("hush");
  }
}
