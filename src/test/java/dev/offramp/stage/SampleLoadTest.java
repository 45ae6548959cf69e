package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Replay;
import dev.offramp.job.RowOutcome;
import dev.offramp.kartra.ReplayColumns;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sample is loaded ahead of its upload, looked at, and taken back or followed by the rest. */
class SampleLoadTest {
  private static final int ROWS = 130;
  private static final String LONG = "x".repeat(25_000);

  /** The order of day and month shows in one row only, and a sample of 100 may miss it. */
  private static final String FILE =
      "id,email,first_name,last_name,city,date_joined,tags,notes,gdpr_lead_status\n"
          + IntStream.range(0, ROWS)
              .mapToObj(SampleLoadTest::row)
              .collect(Collectors.joining("\n", "", "\n"));

  private final ReplayRig whole = new ReplayRig(job -> true);

  private static String row(int n) {
    return "%d,p%d@example.com,Ann%d,%s,Turin,%s/03/2024,vip;\"a, b\",%s,2"
        .formatted(n + 1, n, n, n == 7 ? "=1+1" : "Ng", n == 90 ? "25" : "02", n == 3 ? LONG : "")
        .replace("vip;\"a, b\"", "vip;lead");
  }

  private String sample(Job job) {
    return new String(
        whole.rig.memory.get(SampleFile.key(job.id())).orElseThrow(), StandardCharsets.UTF_8);
  }

  private Job waiting() {
    Job job = whole.run("contacts.csv", FILE);
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.AWAITING_APPROVAL);
    assertThat(whole.crm.records()).as("nothing is written yet").isEmpty();
    return job;
  }

  private Job loaded(Job job) {
    Job sample = whole.approve(whole.run("any name.csv", sample(job)));
    assertThat(sample.state()).as(sample.reason()).isEqualTo(JobState.COMPLETED);
    return sample;
  }

  @Test
  void invariant3_theSampleIsLoadedAndItsRowsAreNotMadeAgain() {
    Job job = waiting();
    Job sample = loaded(job);
    assertThat(sample.counters().parsed()).isBetween(90L, 100L);
    assertThat(sample.counters().created()).isEqualTo(sample.counters().parsed());
    assertThat(whole.crm.records()).hasSize((int) sample.counters().created());
    assertThat(whole.crm.fields().keySet()).noneMatch(field -> field.contains("offramp"));
    assertThat(Replay.of(whole.rig.files(), sample.id()).orElseThrow().sample()).isTrue();

    Job rest = whole.approve(whole.rig.now(job));
    assertThat(rest.state()).as(rest.reason()).isEqualTo(JobState.COMPLETED);
    assertThat(rest.counters().parsed()).isEqualTo(ROWS);
    assertThat(rest.counters().created()).isEqualTo(ROWS - sample.counters().created());
    assertThat(rest.counters().merged()).isEqualTo(sample.counters().created());
    assertThat(whole.crm.records()).as("nobody is there twice").hasSize(ROWS);
  }

  @Test
  void itsRowsAreReadAndMappedAsTheWholeFileShows() {
    Job job = waiting();
    loaded(job);
    List<String> joined =
        whole.crm.records().values().stream()
            .map(r -> r.get("kartra_created_at"))
            .map(moment -> moment.substring(0, 10))
            .distinct()
            .toList();
    assertThat(joined).as("the day first").contains("2024-03-02").doesNotContain("2024-02-03");
  }

  @Test
  void invariant5_aSampleThatIsTakenBackLeavesWhatWasThereBefore() {
    Job job = waiting();
    String before = whole.crm.dump();
    whole.takeBack(loaded(job));
    assertThat(whole.crm.dump()).isEqualTo(before);
    assertThat(whole.rig.now(job).state()).isEqualTo(JobState.AWAITING_APPROVAL);
    Job rest = whole.approve(whole.rig.now(job));
    assertThat(rest.counters().created()).isEqualTo(ROWS);
  }

  @Test
  void ofAVeryLongRowThereIsOnlyAPartSoItGoesWithTheRest() {
    Job job = waiting();
    assertThat(sample(job)).doesNotContain("p3@example.com").contains("'=1+1");
    Job strange =
        whole.approve(
            whole.run(
                "a.csv",
                sample(job).lines().findFirst().orElseThrow()
                    + "\n3,5,,4,p3@example.com,Ann3,Ng,Turin,02/03/2024,vip,,2\n"
                    + "8,10,,9,p8@example.com,Ann8,Ng,Turin,02/03/2024,vip,,2\n"));
    assertThat(whole.rig.ended(strange, "rejects/parse"))
        .extracting(RowOutcome::code)
        .containsExactly("OFF-2935");
  }

  @Test
  void aSampleOfAJobThatDoesNotWaitIsRefused() {
    Job job = waiting();
    String csv = sample(job);
    assertThat(csv).startsWith(ReplayColumns.ofSample(job.id()).get(0) + ",offramp_line,");
    whole.approve(job);
    Job late = whole.run("late.csv", csv);
    assertThat(late.state()).isEqualTo(JobState.FAILED);
    assertThat(late.reason()).startsWith("OFF-2938");
  }

  @Test
  void itIsNoReplayOfRejectsInAnyReport() {
    Job job = waiting();
    Job sample = loaded(job);
    Job rest = whole.approve(whole.rig.now(job));
    assertThat(whole.report(rest, "summary.json")).doesNotContain("\"replayed\"");
    assertThat(whole.report(sample, "summary.json"))
        .doesNotContain("\"replayOf\"")
        .contains("\"sampleOf\":\"" + job.id());
    assertThat(whole.report(sample, "report.html")).contains("Sample of").contains(job.id());
  }
}
