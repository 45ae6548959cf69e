package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.offramp.aws.Composition;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.report.JobReporter;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** On the services' emulators: who approves can have seen the audit. */
class AuditBeforeApprovalTest {
  private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w-]+\\.[a-z]+");

  private static String text(Composition parts, Job job, String name) throws Exception {
    return new String(
        parts.objects().get(JobReporter.key(job, name)).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** Invariant 8: addresses are in the tables for the customer and nowhere else. */
  @Test
  void afterParsingTheAuditIsThereAndFitsItsSchemaAndNamesNobody(@TempDir Path folder)
      throws Exception {
    try (Emulators aws = new Emulators(Files.createDirectory(folder.resolve("s3")), 100)) {
      Composition parts = aws.composition;
      ByteArrayOutputStream csv = new ByteArrayOutputStream();
      Truth truth = new ExportGenerator(7, 450).write(csv);
      put(parts, "inbox/spring/plan.yaml", "destination: hubspot\napproval: required\n");
      put(parts, "inbox/spring/contacts.csv", csv.toString(StandardCharsets.UTF_8));
      Job job =
          parts
              .jobs()
              .create(
                  Job.received(
                      parts.objects().head("inbox/spring/contacts.csv").orElseThrow(),
                      Instant.now()));
      parts.parser().handle(job.id(), new Deadline(Instant.now().plus(Duration.ofMinutes(10))));

      Job parsed = parts.jobs().find(job.id()).orElseThrow();
      assertThat(parsed.state()).as(parsed.reason()).isEqualTo(JobState.MAPPING);
      String audit = text(parts, parsed, "audit.json");
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(Files.readString(Path.of("../../docs/audit.schema.json")))
                  .validate(audit, InputFormat.JSON))
          .isEmpty();
      assertThat(new ObjectMapper().readTree(audit).path("rows").path("total").asLong())
          .isEqualTo(truth.rows());
      assertThat(audit).doesNotContainPattern(ADDRESS);
      assertThat(text(parts, parsed, "audit.html")).doesNotContainPattern(ADDRESS);
      assertThat(text(parts, parsed, "sample.csv")).containsPattern(ADDRESS);
      assertThat(text(parts, parsed, "gdpr-review.csv")).startsWith("line,kartra_id,email");

      copies(parts, parsed, folder, audit);
    }
  }

  /** What {@code migrate} shows and copies before it asks. */
  private static void copies(Composition parts, Job job, Path folder, String audit)
      throws Exception {
    Home home = new Home(folder, folder.resolve(".offramp"));
    JobFiles files = new JobFiles(parts.objects(), "t-bucket", home);
    assertThat(files.where(job).orElseThrow())
        .endsWith("s3://t-bucket/reports/spring/%s/audit.html".formatted(job.id()));
    Path page = files.saveAudit(job);
    assertThat(page).exists().hasParent(folder.resolve(".offramp/reports/" + job.id()));
    assertThat(page.resolveSibling("audit.json")).hasContent(audit);
    assertThat(page.resolveSibling("gdpr-review.csv")).exists();
    assertThat(page.resolveSibling("sample.csv")).exists();
    assertThat(new AuditText(files.audit(job).orElseThrow()).main())
        .anySatisfy(line -> assertThat(line).startsWith("rows"))
        .anySatisfy(line -> assertThat(line).contains("may be mailed"))
        .anySatisfy(line -> assertThat(line).contains("cannot be moved"))
        .anySatisfy(line -> assertThat(line).contains("AWS"))
        .noneSatisfy(line -> assertThat(line).containsPattern(ADDRESS));
  }

  @Test
  void anUnknownKindIsShownWithItsPage(@TempDir Path folder) throws Exception {
    try (Emulators aws = new Emulators(Files.createDirectory(folder.resolve("s3")), 100)) {
      Composition parts = aws.composition;
      put(parts, "inbox/spring/plan.yaml", "destination: hubspot\n");
      put(parts, "inbox/spring/x.csv", "first_name,city\nAnna,Turin\n");
      Job job =
          parts
              .jobs()
              .create(
                  Job.received(
                      parts.objects().head("inbox/spring/x.csv").orElseThrow(), Instant.now()));
      parts.parser().handle(job.id(), new Deadline(Instant.now().plus(Duration.ofMinutes(10))));

      Job stopped = parts.jobs().find(job.id()).orElseThrow();
      assertThat(stopped.state()).isEqualTo(JobState.UNKNOWN_KIND);
      Home home = new Home(folder, folder.resolve(".offramp"));
      JobFiles files = new JobFiles(parts.objects(), "t-bucket", home);
      assertThat(files.where(stopped).orElseThrow()).endsWith("unknown-kind.html");
      assertThat(files.saveUnknownKind(stopped).orElseThrow()).exists();
    }
  }

  private static void put(Composition parts, String key, String content) {
    parts
        .clients()
        .s3()
        .putObject(p -> p.bucket("t-bucket").key(key), RequestBody.fromString(content));
  }
}
