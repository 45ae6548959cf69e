package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.aws.Composition;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.stage.ControlStage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Jobs that cannot go on say why, with a code; nothing is written; and they go on once mended. */
class JobFailuresTest {
  @TempDir static Path folder;
  private static Emulators aws;
  private static SandboxServer hubspot;

  @BeforeAll
  static void start() throws Exception {
    aws = new Emulators(folder, 100);
    hubspot = SandboxServer.start(SandboxOptions.professional());
  }

  @AfterAll
  static void stop() {
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

  private static void secret(String migration, String json) {
    parts()
        .clients()
        .secrets()
        .createSecret(c -> c.name("offramp/t/hubspot/" + migration).secretString(json));
  }

  private static String key(String token) {
    return "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
        .formatted(hubspot.baseUri(), token);
  }

  private static Job upload(String migration, String csv) throws Exception {
    String key = "inbox/" + migration + "/contacts.csv";
    put(key, csv);
    Job job = Job.received(parts().objects().head(key).orElseThrow(), Instant.now());
    return parts().jobs().create(job);
  }

  /** Answers every bell that the job can need. */
  private static Job run(Job job) {
    Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMinutes(10)));
    parts().parser().handle(job.id(), deadline);
    for (int chunk = 0; chunk < now(job).chunks(); chunk++) {
      parts().mapper().handle(job.id() + "/" + chunk, deadline);
    }
    parts().conductor().handle(ControlStage.EVERY_JOB, deadline);
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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          noplan      | -                                     | email~a@example.com~        | FAILED       | OFF-1506
          badword     | destination: hubspot~existin: fill    | email~a@example.com~        | FAILED       | OFF-1501
          nodest      | approval: automatic                   | email~a@example.com~        | FAILED       | OFF-1502
          unknowncrm  | destination: nosuchcrm                | email~a@example.com~        | FAILED       | OFF-1507
          badshare    | destination: hubspot~share: 7         | email~a@example.com~        | FAILED       | OFF-1503
          unknownkind | destination: hubspot                  | a,b~1,2~                    | UNKNOWN_KIND | OFF-1112
          emptyfile   | destination: hubspot                  | ~                           | FAILED       | OFF-1101
          nosecret    | destination: hubspot~approval: automatic | email~a@example.com~     | FAILED       | OFF-2002
          """)
  void whatIsWrongIsToldWithItsCode(
      String migration, String plan, String csv, JobState state, String code) throws Exception {
    if (!plan.equals("-")) {
      put("inbox/" + migration + "/plan.yaml", plan.replace('~', '\n'));
    }
    Job ended = run(upload(migration, csv.replace('~', '\n')));
    assertThat(ended.state()).as(ended.reason()).isEqualTo(state);
    assertThat(ended.reason()).startsWith(code);
    assertThat(ended.reason()).as("invariant 8").doesNotContain("a@example.com");
    assertThat(hubspot.api().size()).isZero();
  }

  @Test
  void aWrongKeyFailsTheJobAndARetryWithTheRightOneEndsIt() throws Exception {
    put("inbox/wrongkey/plan.yaml", "destination: hubspot\napproval: automatic\n");
    secret("wrongkey", key("not-the-key"));
    Job failed = run(upload("wrongkey", "id,email\n1,anna@example.com\n2,bruno@example.com\n"));
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.reason()).startsWith("OFF-2101");
    parts()
        .clients()
        .secrets()
        .putSecretValue(
            p -> p.secretId("offramp/t/hubspot/wrongkey").secretString(key(hubspot.key())));
    assertThat(
            parts()
                .jobs()
                .transition(failed.id(), JobState.FAILED, JobEvent.RETRY, "", Instant.now()))
        .isPresent();
    Job ended = run(failed);
    assertThat(ended.state()).as(ended.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.counters().created()).isEqualTo(2);
    assertThat(ended.counters().parsed()).isEqualTo(2);
    Deadline deadline = new Deadline(Instant.now().plus(Duration.ofMinutes(10)));
    parts().jobs().transition(ended.id(), JobState.COMPLETED, JobEvent.ROLLBACK, "", Instant.now());
    parts().rollback().handle(ended.id(), deadline);
    assertThat(hubspot.api().size()).isZero();
  }

  @Test
  void invariant1_rowsOfAnotherKindAreReadAndEndAsExcludedWithoutAKey() throws Exception {
    put("inbox/otherkind/plan.yaml", "destination: hubspot\n");
    Job ended =
        run(
            upload(
                "otherkind",
                """
                ID,Transaction_Type,Date,Amount (USD),lead_id
                1,Sale,2026-01-01 10:00:00,5.00,7
                ,Sale,2026-01-01 10:00:00,5.00,7
                """));
    assertThat(ended.state()).as(ended.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.counters().parsed()).isEqualTo(2);
    assertThat(ended.counters().excluded()).isOne();
    assertThat(ended.counters().rejected()).as("a row without an id").isOne();
    assertThat(ended.counters().pending()).isZero();
  }

  @Test
  void aPlanThatWantsApprovalWritesNothingBeforeIt() throws Exception {
    put("inbox/ask/plan.yaml", "destination: hubspot\n");
    secret("ask", key(hubspot.key()));
    Job waiting = run(upload("ask", "id,email\n1,clara@example.com\n"));
    assertThat(waiting.state()).isEqualTo(JobState.AWAITING_APPROVAL);
    assertThat(hubspot.api().size()).isZero();
  }

  @Test
  void theGoodRowsGoOnAndTheBrokenOnesAreTold() throws Exception {
    put("inbox/rows/plan.yaml", "destination: hubspot\n");
    StringBuilder csv = new StringBuilder("id,email,city\n");
    csv.append("1,anna@example.com,Turin\n");
    csv.append("2,bruno@example.com").append(",x".repeat(300)).append('\n');
    csv.append("3,not-an-address,Milan\n");
    csv.append("4,,Rome\n");
    csv.append("5,half@example");
    Job mapped = run(upload("rows", csv.toString()));
    assertThat(mapped.counters().parsed()).isEqualTo(5);
    assertThat(mapped.counters().rejected()).isEqualTo(4);
    assertThat(mapped.counters().pending()).isOne();
    assertThat(
            parts().files().list(mapped.id(), "rejects/parse").stream()
                .flatMap(
                    f -> parts().files().readLines(f, dev.offramp.job.RowOutcome.class).stream())
                .map(row -> row.line() + " " + row.code()))
        .containsExactly("3 OFF-1106", "4 OFF-1202", "5 OFF-1201", "6 OFF-1109");
  }
}
