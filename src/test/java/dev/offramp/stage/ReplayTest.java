package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Bell;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.job.Queue;
import dev.offramp.job.RowOutcome;
import dev.offramp.testkit.FakeCrm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejects are corrected and uploaded again, end to end: parsed, mapped, loaded, reported. */
class ReplayTest {
  private static final String FILE =
      """
      id,email,first_name,last_name,city,date_joined,tags,size,gdpr_lead_status
      1,anna@example.com,Anna,Rossi,Turin,25/03/2024,vip;lead,small,2
      2,no-address,Ben,=2+3,'=Milan,26/03/2024,"a, b",small,2
      3,cora@example.com,Cora,Refused,Rome,27/03/2024,vip,large,2
      4,dan@example.com,Dan,Dorn,Oslo,28/03/2024,lead,large,2
      5,bad again,Eva,Ernst,-Bonn,02/03/2024,vip,small,1
      6,finn@example.com,Finn,Falk,Bern,29/03/2024,"a, b",small,2
      7,gina@example.com,Gina,Gold,Graz,29/03/2024,vip,large,2
      8,hans@example.com,Hans,Haas,Graz,29/03/2024,vip,large,2
      9,ida@example.com,Ida,Iten,Graz,29/03/2024,vip,large,2
      10,jan@example.com,Jan,Jost,Graz,29/03/2024,vip,small,2
      11,kim@example.com,Kim,Koch,Graz,29/03/2024,vip,large,2
      12,lea@example.com,Lea,Lang,Graz,29/03/2024,vip,small,2
      """;

  private final ReplayRig whole = new ReplayRig(job -> false);
  private final StageRig rig = whole.rig;
  private final FakeCrm crm = whole.crm;

  private Job run(String name, String csv) {
    return whole.run(name, csv);
  }

  private String report(Job job, String name) {
    return whole.report(job, name);
  }

  private Map<String, String> person(String email) {
    return whole.person(email);
  }

  private static String corrected(String rejects) {
    return rejects
        .replace("no-address", "ben@example.com")
        .replace("Refused", "Conti")
        .replace("bad again", "eva@example.com");
  }

  @Test
  void theRejectsHoldTheRowsAsTheyWereAndWhy() {
    Job job = run("contacts.csv", FILE);
    assertThat(job.counters().rejected()).isEqualTo(3);
    String rejects = report(job, "rejects.csv");
    assertThat(rejects)
        .startsWith(
            "\uFEFFofframp_row " + job.id() + ",offramp_line,offramp_code,offramp_reason,id,")
        .contains("1,3,OFF-")
        .contains(",2,no-address,Ben,'=2+3,''=Milan,26/03/2024,\"a, b\",small,2")
        .contains("2,4,OFF-2501,the last name is not accepted,3,cora@example.com,Cora,Refused,")
        .contains(",'-Bonn,");
    assertThat(rejects.lines()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";"})
  void invariant3_correctedRejectsAreLoadedAndNothingElse(String separator) {
    Job job = run("contacts.csv", FILE);
    String before = crm.dump();
    String csv = corrected(report(job, "rejects.csv"));
    if (separator.equals(";")) {
      csv = csv.replace("\"a, b\"", "a@ b").replace(',', ';').replace("a@ b", "a, b");
    }
    Job replay = run("any name.csv", csv);
    assertThat(replay.state()).isEqualTo(JobState.COMPLETED);
    assertThat(replay.counters().created()).isEqualTo(3);
    assertThat(crm.records()).hasSize(12);
    assertThat(crm.dump()).isNotEqualTo(before);
    assertThat(person("ben@example.com"))
        .containsEntry("lastname", "=2+3")
        .containsEntry("city", "'=Milan");
    assertThat(person("eva@example.com"))
        .as("read with the day first, as the whole file shows")
        .containsEntry("kartra_created_at", person("eva@example.com").get("kartra_created_at"));
    assertThat(person("eva@example.com").get("kartra_created_at")).startsWith("2024-03-02");
    assertThat(person("ben@example.com").keySet()).noneMatch(field -> field.contains("offramp"));
    assertThat(crm.fields().keySet()).noneMatch(field -> field.contains("offramp"));
    assertThat(rig.plans().version(replay)).isEqualTo(rig.plans().version(job));
  }

  @Test
  void invariant1_theFirstJobsReportSaysWhatCameOfItsRejects() {
    Job job = run("contacts.csv", FILE);
    Job once = run("a.csv", report(job, "rejects.csv").replace("no-address", "ben@example.com"));
    assertThat(once.counters().created()).isOne();
    assertThat(once.counters().rejected()).isEqualTo(2);
    assertThat(report(job, "summary.json")).contains("\"rows\":1").contains(once.id());
    Job again = run("b.csv", corrected(report(once, "rejects.csv")));
    assertThat(again.counters().created()).isEqualTo(2);
    assertThat(rig.now(job).counters()).isEqualTo(job.counters());
    assertThat(report(job, "summary.json")).contains("\"replayed\":{\"rows\":3");
    assertThat(report(job, "report.html")).contains("3 came in corrected").contains(again.id());
    assertThat(report(again, "summary.json")).contains("\"replayOf\":\"" + job.id());
  }

  @Test
  void invariant3_theSameFileTwiceMakesNobodyTwice() {
    Job job = run("contacts.csv", FILE);
    String csv = corrected(report(job, "rejects.csv"));
    run("a.csv", csv);
    Job second = run("b.csv", csv);
    assertThat(second.counters().merged()).isEqualTo(3);
    assertThat(crm.records()).hasSize(12);
    assertThat(report(job, "summary.json")).contains("\"replayed\":{\"rows\":3");
  }

  @Test
  void aRowThatIsNoRejectIsNotTaken() {
    Job job = run("contacts.csv", FILE);
    String csv =
        corrected(report(job, "rejects.csv"))
            + "0,2,,,1,anna@example.com,Anna,Changed,Turin,25/03/2024,vip,small,2\r\n"
            + ",,,,99,new@example.com,New,Person,Turin,25/03/2024,vip,small,2\r\n";
    Job replay = run("a.csv", csv);
    assertThat(replay.counters().created()).isEqualTo(3);
    assertThat(rig.ended(replay, "rejects/parse"))
        .extracting(RowOutcome::code)
        .containsExactly("OFF-2935", "OFF-2935");
    assertThat(person("anna@example.com")).containsEntry("lastname", "Rossi");
    assertThat(replay.counters().pending()).isZero();
  }

  @Test
  void aNewColumnIsAFieldAndAnOldOneKeepsItsType() {
    Job job = run("contacts.csv", FILE);
    List<String> lines = new ArrayList<>(corrected(report(job, "rejects.csv")).lines().toList());
    lines.replaceAll(line -> line + "," + (line.contains("offramp_row") ? "shoe" : "42"));
    Job replay = run("a.csv", String.join("\n", lines) + "\n");
    assertThat(replay.counters().created()).isEqualTo(3);
    assertThat(person("cora@example.com"))
        .containsEntry("kartra_shoe", "42")
        .containsEntry("kartra_size", "large");
    assertThat(
            rig.plans().rules(replay.id()).fields().stream()
                .filter(rule -> rule.column().equals("size"))
                .toList())
        .isEqualTo(
            rig.plans().rules(job.id()).fields().stream()
                .filter(rule -> rule.column().equals("size"))
                .toList());
  }

  @Test
  void rejectsOfAJobThatIsNotThereOrNotDoneAreRefused() {
    Job job = run("contacts.csv", FILE);
    String csv = report(job, "rejects.csv");
    Job strange = run("a.csv", csv.replace(job.id(), "j0123456789abcdef"));
    assertThat(strange.state()).isEqualTo(JobState.FAILED);
    assertThat(strange.reason()).startsWith("OFF-2934");
    rig.jobs.transition(job.id(), JobState.COMPLETED, JobEvent.ROLLBACK, "", rig.clock.instant());
    Job late = run("b.csv", csv);
    assertThat(late.reason()).startsWith("OFF-2936");
  }

  @Test
  void invariant5_aReplayIsTakenBackAndLeavesWhatWasThereBefore() {
    Job job = run("contacts.csv", FILE);
    String before = crm.dump();
    Job replay = run("a.csv", corrected(report(job, "rejects.csv")));
    whole.takeBack(replay);
    assertThat(crm.dump()).isEqualTo(before);
    assertThat(rig.ended(job, "outcomes"))
        .extracting(RowOutcome::outcome)
        .contains(Outcome.CREATED);
    assertThat(rig.bells.rung()).extracting(Bell::queue).contains(Queue.CONTROL);
  }
}
