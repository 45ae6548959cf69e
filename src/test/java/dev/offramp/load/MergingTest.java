package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.record.RecordKind;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same person in several rows is one record: by Kartra id, else by case-folded e-mail, in one
 * chunk, across chunks and across uploads; and nobody can tell from the result which it was.
 */
class MergingTest {
  /** How two rows reach the loader. */
  enum Way {
    ONE_CHUNK,
    TWO_CHUNKS,
    TWO_UPLOADS
  }

  private static final ConsentOrder LEAVE = ConsentOrder.LEAVE;

  /** A row as the mapper leaves it: addresses are case-folded there. */
  private static DesiredRecord row(
      long row, String id, String email, ConsentOrder consent, String tag, String... fields) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("email", email);
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    String digest = email.replaceAll("\\W", "");
    return new DesiredRecord(
        row,
        row + 2,
        RecordKind.CONTACT,
        id.isEmpty() ? "mail:" + digest : "id:" + id,
        id.isEmpty() ? "m-" + digest : id,
        email,
        all,
        List.of(tag),
        List.of(tag.equals("vip") ? "news" : "course"),
        consent,
        "test");
  }

  /** What came of rows that came in order. */
  private record Result(LoadRig rig, List<Job> jobs, List<RowOutcome> outcomes) {
    Map<String, String> only() {
      assertThat(rig.crm.records()).hasSize(1);
      return rig.crm.records().values().iterator().next();
    }

    String merges(int job) {
      Job loaded = rig.now(jobs.get(job));
      new JobReporter(
              rig.objects,
              rig.files,
              j -> "1",
              j -> Map.of("city", "City of birth"),
              j -> new Conduct("paced", 0, 0, 1000, false))
          .report(loaded, rig.clock.instant());
      return new String(
          rig.objects.get(JobReporter.key(loaded, "merges.csv")).orElseThrow(),
          StandardCharsets.UTF_8);
    }
  }

  private static Result load(Way way, LoadRig rig, DesiredRecord... rows) {
    List<Job> jobs = new ArrayList<>();
    switch (way) {
      case ONE_CHUNK -> jobs.add(rig.job("a.csv", List.of(List.of(rows))));
      case TWO_CHUNKS -> {
        List<List<DesiredRecord>> chunks = new ArrayList<>();
        for (DesiredRecord row : rows) {
          chunks.add(List.of(row));
        }
        jobs.add(rig.job("a.csv", chunks));
      }
      case TWO_UPLOADS -> {
        for (DesiredRecord row : rows) {
          jobs.add(rig.job("u" + jobs.size() + ".csv", List.of(List.of(row))));
          rig.loadAll(jobs.get(jobs.size() - 1));
          rig.jobs.transition(
              jobs.get(jobs.size() - 1).id(),
              JobState.LOADING,
              dev.offramp.job.JobEvent.LOADED,
              "",
              rig.clock.instant());
        }
      }
    }
    List<RowOutcome> outcomes = new ArrayList<>();
    for (Job job : jobs) {
      Job loaded = rig.loadAll(job);
      assertThat(loaded.counters().pending()).as("invariant 1").isZero();
      outcomes.addAll(rig.outcomes(job).values());
    }
    return new Result(rig, jobs, outcomes);
  }

  private static Result load(Way way, DesiredRecord... rows) {
    return load(way, new LoadRig(new FakeCrm(4)), rows);
  }

  private static void mergedIntoTheFirst(Result result) {
    assertThat(result.outcomes()).extracting(RowOutcome::outcome).startsWith(Outcome.CREATED);
    List<RowOutcome> others = result.outcomes().subList(1, result.outcomes().size());
    String first = result.jobs().get(0).id() + "/" + result.outcomes().get(0).row();
    assertThat(others)
        .allSatisfy(
            row -> {
              assertThat(row.outcome()).isEqualTo(Outcome.MERGED);
              assertThat(row.detail())
                  .isIn("into " + first, "into row " + result.outcomes().get(0).row());
            });
    assertThat(result.merges(result.jobs().size() - 1)).contains(first);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void byId_withDifferentAddresses(Way way) {
    Result result =
        load(
            way,
            row(5, "1", "old@example.com", LEAVE, "vip"),
            row(3, "1", "new@example.com", LEAVE, "lead"));
    mergedIntoTheFirst(result);
    assertThat(result.only()).containsEntry("email", "new@example.com");
    assertThat(result.merges(result.jobs().size() - 1))
        .contains("email,old@example.com,new@example.com");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void byAddress_withDifferentIds(Way way) {
    mergedIntoTheFirst(
        load(
            way,
            row(0, "1", "a@example.com", LEAVE, "vip"),
            row(1, "2", "a@example.com", LEAVE, "lead")));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void byAddress_whereTheFirstRowHasNoId(Way way) {
    mergedIntoTheFirst(
        load(
            way,
            row(0, "", "a@example.com", LEAVE, "vip"),
            row(1, "2", "a@example.com", LEAVE, "lead")));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void byAddress_whereTheSecondRowHasNoId(Way way) {
    mergedIntoTheFirst(
        load(
            way,
            row(0, "1", "a@example.com", LEAVE, "vip"),
            row(1, "", "a@example.com", LEAVE, "lead")));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void byTheIdOfARowThatWasMergedItself(Way way) {
    mergedIntoTheFirst(
        load(
            way,
            row(0, "1", "a@example.com", LEAVE, "vip"),
            row(1, "2", "a@example.com", LEAVE, "lead"),
            row(2, "2", "other@example.com", LEAVE, "lead")));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theNewestValueWinsAndTheOtherIsInTheReport(Way way) {
    Result result =
        load(
            way,
            row(0, "1", "a@example.com", LEAVE, "vip", "city", "=Turin", "zip", "10121"),
            row(1, "1", "a@example.com", LEAVE, "lead", "city", "Milan"));
    mergedIntoTheFirst(result);
    assertThat(result.only()).containsEntry("city", "Milan").containsEntry("zip", "10121");
    assertThat(result.merges(result.jobs().size() - 1))
        .as("a formula is neutralised, and the column is the upload's")
        .contains("City of birth,'=Turin,Milan")
        .doesNotContain("zip");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anUndatedRowComesLastAndIsNotTheNewest(Way way) {
    Result result =
        load(
            way,
            row(9, "1", "a@example.com", LEAVE, "vip", "city", "Turin"),
            row(2, "1", "a@example.com", LEAVE, "lead", "city", "Milan", "zip", "20121")
                .fillingGaps());
    mergedIntoTheFirst(result);
    assertThat(result.only()).containsEntry("city", "Turin").containsEntry("zip", "20121");
    assertThat(result.merges(result.jobs().size() - 1)).contains("City of birth,Milan,Turin");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void tagsAndListsUnite(Way way) {
    Result result =
        load(
            way,
            row(0, "1", "a@example.com", LEAVE, "vip"),
            row(1, "1", "a@example.com", LEAVE, "lead"));
    assertThat(result.only()).containsEntry("tags", "vip;lead");
    String id = result.rig().crm.records().keySet().iterator().next();
    assertThat(result.rig().crm.memberships(List.of(id)).get(id))
        .containsExactlyInAnyOrder("news", "course");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void invariant6_theStrictestConsentWinsWhicheverRowBringsIt(Way way) {
    for (List<ConsentOrder> orders :
        List.of(
            List.of(ConsentOrder.SUBSCRIBE, ConsentOrder.OPT_OUT),
            List.of(ConsentOrder.OPT_OUT, ConsentOrder.SUBSCRIBE))) {
      Result result =
          load(
              way,
              row(0, "1", "a@example.com", orders.get(0), "vip"),
              row(1, "1", "a@example.com", orders.get(1), "lead"));
      assertThat(result.rig().crm.consent(Set.of("a@example.com")).get("a@example.com").state())
          .as("%s", orders)
          .isEqualTo(ConsentState.OPTED_OUT);
    }
  }

  @Test
  void aMergedRowWithoutALossIsListedToo() {
    Result result =
        load(
            Way.ONE_CHUNK,
            row(0, "1", "a@example.com", LEAVE, "vip"),
            row(1, "1", "a@example.com", LEAVE, "vip"));
    assertThat(result.merges(0))
        .isEqualTo(
            "row,line,went_into,column,value_left_out,value_kept\r\n1,3,%s/0,,,\r\n"
                .formatted(result.jobs().get(0).id()));
  }

  @Test
  void whatGaveWayIsNotForgottenWhereALoaderDies() {
    for (int diesAt = 1; diesAt < 12; diesAt++) {
      LoadRig rig = new LoadRig(new FakeCrm(1));
      int[] calls = {0};
      int dies = diesAt;
      rig.crm.failWith(
          call -> {
            if (++calls[0] == dies) {
              throw new IllegalStateException("killed");
            }
            return Fault.NONE;
          });
      Job job =
          rig.job(
              "a.csv",
              List.of(
                  List.of(row(0, "1", "a@example.com", LEAVE, "vip", "city", "Turin")),
                  List.of(
                      row(1, "1", "a@example.com", LEAVE, "lead", "city", "Milan"),
                      row(2, "3", "c@example.com", LEAVE, "vip", "city", "Rome"),
                      row(3, "3", "c@example.com", LEAVE, "vip", "city", "Bari"))));
      try {
        rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("killed");
        rig.clock.advance(LoadRig.LEASE);
      }
      rig.loadAll(job);
      Result result = new Result(rig, List.of(job), List.of());
      assertThat(result.merges(0))
          .as("dies at %d", diesAt)
          .contains("City of birth,Turin,Milan")
          .contains("City of birth,Rome,Bari");
    }
  }
}
