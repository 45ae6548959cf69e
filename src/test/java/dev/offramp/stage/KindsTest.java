package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Bell;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.job.Queue;
import dev.offramp.job.RowOutcome;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.csv.Row;
import dev.offramp.record.Subscription;
import dev.offramp.record.SubscriptionState;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of uploads that are not contacts, and of those that nobody knows. */
class KindsTest {
  private static final String UNKNOWN = "first_name,<b>city</b>\nAnna,Turin\n";

  private static String text(StageRig rig, String key) {
    return new String(rig.memory.get(key).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void anUnknownKindStopsInAStateOfItsOwnWithAReportThatSaysHowToGoOn() throws Exception {
    StageRig rig = new StageRig();
    Job job = rig.parse(rig.job("what \"is\" this.csv", UNKNOWN));
    assertThat(job.state()).isEqualTo(JobState.UNKNOWN_KIND);
    String page = JobReporter.key(job, "unknown-kind.html");
    assertThat(job.reason()).startsWith("OFF-1112").contains(page);
    var report = rig.json.readTree(text(rig, JobReporter.key(job, "unknown-kind.json")));
    assertThat(report.path("header").toString()).isEqualTo("[\"first_name\",\"<b>city</b>\"]");
    assertThat(report.path("bestGuess").asText()).isEqualTo("contacts");
    assertThat(report.path("kinds").size()).isEqualTo(ExportKind.values().length);
    assertThat(report.path("then").toString()).contains("offramp retry " + job.id());
    assertThat(text(rig, page))
        .contains("&lt;b&gt;city&lt;/b&gt;")
        .doesNotContain("<b>")
        .contains("{kind: contacts}");
    assertThat(rig.table.active()).as("it waits").containsExactly(job.id());
  }

  @Test
  void theLinesOfTheReportNameTheKindAndARetryReadsThePlanAgain() throws Exception {
    StageRig rig = new StageRig();
    Job stopped =
        rig.parse(rig.job("what \"is\" this.csv", "first_name,mail\nAnna,a@example.com\n"));
    var report = rig.json.readTree(text(rig, JobReporter.key(stopped, "unknown-kind.json")));
    StringBuilder plan = new StringBuilder(StageRig.PLAN);
    report.path("lines").forEach(line -> plan.append(line.asText()).append('\n'));
    rig.memory.upload("inbox/spring/plan.yaml", plan.toString().getBytes(StandardCharsets.UTF_8));
    rig.table.transition(
        stopped.id(), JobState.UNKNOWN_KIND, JobEvent.RETRY, "", rig.clock.instant());
    Job again = rig.parse(stopped);
    // The kind is known now, so what is missing can be named.
    assertThat(again.reason()).startsWith("OFF-1110").contains("email");
  }

  /** A stand-in for the parser of a kind: the date is the moment. */
  private static StageRig subscriptions() {
    StageRig rig = new StageRig();
    rig.parsers =
        (layout, settings) ->
            row -> {
              String date = row.values().get(0);
              return date.equals("bad")
                  ? new Parsed.Rejected<>("OFF-1201", "next_payment_date", "It is bad.")
                  : new Parsed.Accepted<>(subscription(row), List.of());
            };
    return rig;
  }

  private static Subscription subscription(Row row) {
    return new Subscription(
        Long.toString(row.ordinal()),
        SubscriptionState.ACTIVE,
        row.values().get(2),
        Optional.of(Instant.parse(row.values().get(0) + "T00:00:00Z")),
        Optional.empty(),
        "",
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  @Test
  void invariant1_aKindThatNoDestinationTakesIsReadInOrderAndEndsAsExcluded() {
    StageRig rig = subscriptions();
    StringBuilder csv =
        new StringBuilder("next_payment_date,next_payment_amount,status,subscription_id\n");
    List.of("2024-03-01", "2024-01-01", "bad", "2024-02-01")
        .forEach(date -> csv.append(date).append(",9.00,active,77\n"));
    Job job = rig.parse(rig.job("subscriptions.csv", csv.toString()));
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.MAPPING);
    assertThat(job.account()).as("it loads into no account").isEmpty();
    assertThat(rig.rows(job)).extracting(StoredRow::o).containsExactly(1L, 3L, 0L);
    for (int chunk = 0; chunk < job.chunks(); chunk++) {
      rig.mapper().handle(job.id() + "/" + chunk, rig.deadline());
    }
    conduct(rig, job);
    Job ended = rig.now(job);
    assertThat(ended.state()).as(ended.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.counters()).isEqualTo(new Counters(4, 0, 0, 0, 0, 1, 3));
    assertThat(rig.ended(job, "rejects/map"))
        .hasSize(3)
        .allSatisfy(
            row -> {
              assertThat(row.outcome()).isEqualTo(Outcome.EXCLUDED);
              assertThat(row.code()).isEqualTo("OFF-1113");
            })
        .extracting(RowOutcome::row)
        .containsExactly(1L, 3L, 0L);
    assertThat(text(rig, JobReporter.key(ended, "report.html")))
        .contains("4 rows read, none of a kind that is loaded");
    assertThat(rig.bells.rung()).extracting(Bell::queue).doesNotContain(Queue.LOADS);
  }

  private static void conduct(StageRig rig, Job job) {
    Plans plans = rig.plans();
    new ControlStage(
            rig.jobs,
            rig.bells,
            j -> {
              throw new AssertionError("nobody need be asked where nothing is written");
            },
            new JobReporter(
                rig.objects,
                rig.files(),
                plans::version,
                plans::columns,
                j -> new Conduct("paced", 0, 0, 1000, false)),
            rig.clock,
            Duration.ofMinutes(5))
        .handle(job.id(), rig.deadline());
  }

  @Test
  void aKindWithoutAParserFailsTheJobWithACode() {
    StageRig rig = new StageRig();
    rig.parsers =
        (layout, settings) -> {
          throw new IllegalArgumentException("no parser");
        };
    Job job = rig.parse(rig.job("contacts.csv", Exports.ordered(2)));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.reason()).startsWith("OFF-1160");
  }
}
