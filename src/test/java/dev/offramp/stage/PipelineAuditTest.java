package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.audit.AuditSchema;
import dev.offramp.audit.FileAudit;
import dev.offramp.audit.TextSource;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanReader;
import dev.offramp.report.AuditTables;
import dev.offramp.report.JobReporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline gives every upload the audit that the command gives, before anybody approves. */
class PipelineAuditTest {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.]+@[a-z]+\\.[a-z]+");
  private static final String PLAN = "destination: hubspot\napproval: required\nshare: 0.5\n";

  private final StageRig rig = new StageRig();

  private static String file(String name) throws IOException {
    try (InputStream in = PipelineAuditTest.class.getResourceAsStream("/audit/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String report(Job job, String name) {
    return new String(
        rig.memory.get(JobReporter.key(job, name)).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** What the command writes for a file: data, review and sample. */
  private record Written(String audit, String review, String sample) {}

  private static Written command(String name, String csv, String yaml) throws IOException {
    Plan plan = new PlanReader().read(yaml.getBytes(StandardCharsets.UTF_8));
    AuditTables tables = new AuditTables();
    StringBuilder review = new StringBuilder();
    AuditTables.Review open = tables.review(review);
    FileAudit.Outcome.Audited done =
        (FileAudit.Outcome.Audited)
            new FileAudit(
                    plan.settings(name),
                    ForecastWish.to(plan.destination(), "", plan.share()),
                    plan.sample())
                .audit(
                    new TextSource(name, csv),
                    line -> {
                      try {
                        open.add(line);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    },
                    bytes -> {});
    StringBuilder sample = new StringBuilder();
    tables.sample(sample, done.layout(), done.result().sample());
    return new Written(tables.json(done.result().audit()), review.toString(), sample.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contacts-en",
        "kontakte-semikolon",
        "only-a-header",
        "transactions",
        "subscriptions",
        "affiliates",
        "appointments",
        "companies",
        "deals"
      })
  void theSameFileAndPlanHaveTheSameAuditInThePipelineAndOnALaptop(String name) throws IOException {
    String csv = file(name + ".csv");
    Job job = rig.parse(rig.job(name + ".csv", csv, PLAN));
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.MAPPING);

    Written command = command(name + ".csv", csv, PLAN);
    assertThat(report(job, "audit.json")).isEqualTo(command.audit());
    assertThat(report(job, "gdpr-review.csv")).isEqualTo(command.review());
    assertThat(report(job, "sample.csv")).isEqualTo(command.sample());
    new AuditSchema().check(report(job, "audit.json"));
  }

  @Test
  void manyRunsAddUpToTheSame() throws IOException {
    String csv = Exports.shuffled(3, 400);
    Job job = rig.parse(rig.job("contacts.csv", csv, PLAN));
    assertThat(rig.files().list(job.id(), "audit").size()).isGreaterThan(10);
    assertThat(report(job, "audit.json")).isEqualTo(command("contacts.csv", csv, PLAN).audit());
  }

  /** Invariant 8. */
  @Test
  void noAddressIsInTheAuditOrOnItsPage() throws IOException {
    Job job = rig.parse(rig.job("contacts-en.csv", file("contacts-en.csv"), PLAN));
    assertThat(report(job, "audit.json")).doesNotContainPattern(ADDRESS);
    assertThat(report(job, "audit.html")).doesNotContainPattern(ADDRESS).contains("contacts-en");
    assertThat(report(job, "gdpr-review.csv")).containsPattern(ADDRESS);
    assertThat(report(job, "sample.csv")).containsPattern(ADDRESS);
  }

  /** The first megabyte leaves it open; the last row does not. */
  private static String openUntilTheEnd() {
    StringBuilder csv = new StringBuilder("id,email,date_joined,Notes\n");
    for (int n = 0; n < 60; n++) {
      csv.append(
          "%d,p%d@example.com,%d/%d/2024,%s\n"
              .formatted(n, n, n % 12 + 1, (n * 7) % 12 + 1, "x".repeat(20_000)));
    }
    return csv.append("99,last@example.com,25/12/2024,\n").toString();
  }

  @Test
  void aFileWhoseEndShowsAnotherOrderOfDatesIsReadOnceMore() throws IOException {
    String csv = openUntilTheEnd();
    Job job = rig.parse(rig.job("contacts.csv", csv, PLAN));

    assertThat(rig.files().list(job.id(), "audit-again")).isNotEmpty();
    JsonNode audit = rig.json.readTree(report(job, "audit.json"));
    assertThat(audit.path("warnings").findValuesAsText("code")).doesNotContain("OFF-1208");
    assertThat(audit.path("dates").path("last").asText()).startsWith("2024-12-25");
    assertThat(report(job, "audit.json")).isEqualTo(command("contacts.csv", csv, PLAN).audit());
    assertThat(rig.rows(job))
        .extracting(row -> row.v().get(2))
        .isSortedAccordingTo((a, b) -> sortable(a).compareTo(sortable(b)));
    assertThat(job.counters().parsed()).isEqualTo(61);
  }

  private static String sortable(String dayFirst) {
    String[] parts = dayFirst.split("/", -1);
    return "%02d-%02d".formatted(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
  }
}
