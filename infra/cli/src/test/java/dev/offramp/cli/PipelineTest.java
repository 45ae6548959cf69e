package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.aws.Composition;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.load.UndoFiles;
import dev.offramp.report.JobReporter;
import dev.offramp.report.Reconciler;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import dev.offramp.stage.ControlStage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The stages on the services' emulators and the simulated HubSpot, one after another. */
class PipelineTest {
  @Test
  void anExportGoesInAndComesOutAgain(@TempDir Path folder) throws Exception {
    try (Emulators aws = new Emulators(folder, 100);
        SandboxServer hubspot = SandboxServer.start(SandboxOptions.professional())) {
      hubspot.api().seed(5, 40);
      JsonNode before = hubspot.api().dump();
      ByteArrayOutputStream csv = new ByteArrayOutputStream();
      Truth truth = new ExportGenerator(7, 450).write(csv);
      String key = "inbox/spring/contacts.csv";
      put(aws.composition, "inbox/spring/plan.yaml", "destination: hubspot\napproval: automatic\n");
      put(aws.composition, key, csv.toString(java.nio.charset.StandardCharsets.UTF_8));
      secret(aws.composition, hubspot);

      String job = aws.composition.jobs().create(received(aws.composition, key)).id();
      load(aws.composition, job);

      Job loaded = aws.composition.jobs().find(job).orElseThrow();
      assertThat(loaded.reason()).isEmpty();
      assertThat(loaded.state()).isEqualTo(JobState.COMPLETED);
      assertThat(loaded.counters().pending()).isZero();
      assertThat(loaded.counters().parsed()).isEqualTo(truth.rows());
      assertThat(loaded.counters().rejected()).isEqualTo(truth.broken());
      assertThat(loaded.counters().merged()).isEqualTo(truth.repeats());
      assertThat(loaded.counters().created() + loaded.counters().updated())
          .isEqualTo(truth.people());
      assertThat(aws.composition.objects().get(JobReporter.key(loaded, "report.html"))).isPresent();
      assertThat(
              aws.composition
                  .json()
                  .readTree(
                      aws.composition
                          .objects()
                          .get(JobReporter.key(loaded, Reconciler.DATA))
                          .orElseThrow())
                  .path("result")
                  .asText())
          .isEqualTo("AS_MEANT");
      assertThat(hubspot.stats().path("refusedForTheLimit").asInt()).isZero();

      undo(aws.composition, loaded);
      Job undone = aws.composition.jobs().find(job).orElseThrow();
      assertThat(undone.state()).as(undone.reason()).isEqualTo(JobState.ROLLED_BACK);
      assertThat(hubspot.api().dump().toPrettyString()).isEqualTo(before.toPrettyString());
    }
  }

  private static Job received(Composition parts, String key) throws Exception {
    return Job.received(parts.objects().head(key).orElseThrow(), Instant.now());
  }

  private static void load(Composition parts, String job) {
    Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMinutes(10)));
    parts.parser().handle(job, deadline);
    for (int chunk = 0; chunk < parts.jobs().find(job).orElseThrow().chunks(); chunk++) {
      parts.mapper().handle(job + "/" + chunk, deadline);
    }
    parts.conductor().handle(ControlStage.EVERY_JOB, deadline);
    for (int bell = 0; bell < 2; bell++) { // To load, then to read back.
      parts.loader().handle(parts.jobs().find(job).orElseThrow().account(), deadline);
      parts.conductor().handle(job, deadline);
    }
  }

  private static void undo(Composition parts, Job job) {
    Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMinutes(10)));
    new UndoFiles(parts.files()).request(job.id(), Set.of());
    parts.jobs().transition(job.id(), job.state(), JobEvent.ROLLBACK, "", Instant.now());
    parts.rollback().handle(job.id(), deadline);
  }

  private static void put(Composition parts, String key, String content) {
    parts
        .clients()
        .s3()
        .putObject(p -> p.bucket("t-bucket").key(key), RequestBody.fromString(content));
  }

  private static void secret(Composition parts, SandboxServer hubspot) {
    parts
        .clients()
        .secrets()
        .createSecret(
            c ->
                c.name("offramp/t/hubspot/spring")
                    .secretString(
                        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
                            .formatted(hubspot.baseUri(), hubspot.key())));
  }
}
