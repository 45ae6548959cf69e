package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Definition;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.MemoryLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several jobs of a migration are taken back, and what people have changed where they want it. */
class TakingBackTest {
  private final LoadRig rig = new LoadRig(new FakeCrm(4));

  @Test
  void invariant5_ofSeveralJobsTheOneThatWroteLastGoesFirst() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = new ArrayList<>();
    for (String city : List.of("Turin", "Milan", "Rome")) {
      jobs.add(rig.person(city + ".csv", Map.of("city", city, "lastname", city)));
      rig.clock.advance(Duration.ofMinutes(2));
    }
    assertThat(rig.crm.dump()).contains("Rome").isNotEqualTo(before);
    rig.undoTogether(jobs, Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(rig.undoSummary(job).leftTotal()).isZero());
  }

  @Test
  void whoBeganToWriteLastIsFirstThoughItWasUploadedEarlier() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job early = rig.job("early.csv", List.of(List.of(LoadRig.row(0, 1, Map.of("city", "Turin")))));
    rig.jobs.transition(early.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
    rig.clock.advance(Duration.ofMinutes(5));
    Job late = rig.person("late.csv", Map.of());
    rig.jobs.transition(early.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(early);
    assertThat(new UndoOrder(rig.ledger).of(List.of(rig.now(late), rig.now(early))))
        .extracting(Job::id)
        .containsExactly(early.id(), late.id());
  }

  @Test
  void invariant5_ofJobsThatTookTurnsTheTurnThatWroteLastGoesFirst() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = rig.jobsThatTookTurns();
    assertThat(rig.crm.dump()).contains("Naples");
    UndoSummary dry = new UndoPreview(rig.ports()).of(jobs, Set.of()).summary();
    rig.undoTogether(jobs, Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(rig.undoSummary(job).leftTotal()).isZero());
    UndoSummary done =
        jobs.stream().map(rig::undoSummary).reduce(UndoSummary.EMPTY, UndoSummary::plus);
    assertThat(dry).isEqualTo(done);
  }

  /** Who is let go on while somebody else loads comes after it under the same lease. */
  @Test
  void underOneLeaseItsLoadersClockSaysWhoWroteLast() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    List<Job> jobs = rig.jobsThatTookTurns();
    Job first = jobs.get(0);
    Job other = jobs.get(1);
    MemoryLedger ledger = new MemoryLedger();
    intended(ledger, first, 0, 7, 10);
    intended(ledger, other, 0, 8, 20);
    intended(ledger, first, 0, 8, 30);
    intended(ledger, first, 1, 8, 40);
    assertThat(new UndoOrder(ledger).steps(jobs))
        .containsExactly(
            UndoStep.under(first, 1, 8),
            UndoStep.under(first, 0, 8),
            UndoStep.under(other, 0, 8),
            UndoStep.end(other),
            UndoStep.under(first, 0, 7),
            UndoStep.end(first));
  }

  private static void intended(MemoryLedger ledger, Job job, int chunk, long fence, int second) {
    Instant at = LoadRig.START.plusSeconds(second);
    String page = "p" + ledger.pages(job.id(), chunk).size();
    assertThat(
            ledger.append(
                new LedgerEntry(
                    job.id(), chunk, Part.INTENT, Stage.RECORDS, page, fence, at, List.of())))
        .isTrue();
  }

  @Test
  void invariant5_aDryRunOfSeveralJobsSaysWhatTheRollbackThenDoes() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String there = rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    List<Job> jobs =
        List.of(
            rig.person("a.csv", Map.of("city", "Turin")),
            rig.person("b.csv", Map.of("city", "Milan")),
            rig.loadAll(rig.job("c.csv", LoadRig.people(1, 9, 3))));
    rig.crm.edit(there, "lastname", "Edited");
    String loaded = rig.crm.dump();
    UndoSummary dry = new UndoPreview(rig.ports()).of(jobs, Set.of()).summary();
    assertThat(rig.crm.dump()).as("a dry run changes nothing").isEqualTo(loaded);
    rig.undoTogether(jobs, Set.of());
    UndoSummary done =
        jobs.stream().map(rig::undoSummary).reduce(UndoSummary.EMPTY, UndoSummary::plus);
    assertThat(dry.counts()).isEqualTo(done.counts());
    assertThat(dry.leftTotal()).isEqualTo(done.leftTotal()).isPositive();
    assertThat(rig.crm.records().get(there)).containsEntry("city", "Oslo");
  }

  /** The search misses somebody, and the loader ends before it knows what came of its change. */
  @Test
  void invariant5_whomACreateClashedWithAndAChangeReachedStays() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<String> calls = new ArrayList<>();
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              calls.add(call);
              Object answer = right.run();
              if (calls.contains("update")) {
                throw new UnknownOutcomeException("timed out", null);
              }
              return call.equals("read") && !calls.contains("create") ? List.of() : answer;
            });
    Job job = rig.job("a.csv", List.of(List.of(LoadRig.row(0, 1, Map.of("city", "Turin")))));
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.crm.dump()).contains("Turin");
    rig.destination = rig.crm;
    rig.undoTogether(List.of(job), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(rig.undoSummary(job).leftTotal()).isZero();
  }

  /** A record of ours, one of somebody's, tags and a list: somebody has worked on all of them. */
  private Job worked() {
    rig.crm.field(
        Definition.choice("tags", "Tags", Definition.ValueType.MULTIPLE_CHOICE, List.of("old")));
    rig.existing = ExistingPolicy.OVERWRITE;
    String there =
        rig.crm.person(Map.of("email", "p2@example.com", "lastname", "Was", "tags", "old"));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(1, 3, 4)));
    String made = rig.outcomes(job).get(0L).remoteId();
    rig.crm.edit(made, "lastname", "By hand");
    rig.crm.edit(there, "lastname", "By hand");
    rig.crm.edit(there, "tags", "vip;own");
    rig.crm.list("course", Set.of(there, rig.crm.person(Map.of("email", "other@example.com"))));
    return job;
  }

  @ParameterizedTest
  @EnumSource(Forced.class)
  void invariant5_whatPeopleHaveChangedGoesOnlyWhereItsKindIsForced(Forced kind) {
    Job job = worked();
    String made = rig.outcomes(job).get(0L).remoteId();
    String there = rig.outcomes(job).get(1L).remoteId();
    rig.undoTogether(List.of(job), Set.of(kind));
    Map<String, String> now = rig.crm.records().get(there);
    assertThat(rig.crm.records().containsKey(made)).isEqualTo(kind != Forced.CONTACTS);
    assertThat(now.get("lastname")).isEqualTo(kind == Forced.FIELDS ? "Was" : "By hand");
    assertThat(now.get("tags")).isEqualTo(kind == Forced.TAGS ? "old" : "own");
    assertThat(rig.crm.dump().contains("course")).isEqualTo(kind != Forced.LISTS);
  }

  @Test
  void invariant5_withoutForceAllOfItStaysAndIsReported() {
    Job job = worked();
    String made = rig.outcomes(job).get(0L).remoteId();
    String there = rig.outcomes(job).get(1L).remoteId();
    rig.undoTogether(List.of(job), Set.of());
    assertThat(rig.undoSummary(job).left())
        .extracting(left -> left.remoteId() + " " + left.what())
        .contains(made + " record", there + " lastname", there + " tags", "course course");
  }

  @Test
  void invariant6_whoRefusedSinceIsNeverTakenBack() {
    rig.crm.person(Map.of("email", "p4@example.com"));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(4, 5, 4)));
    assertThat(consent()).isEqualTo(ConsentState.SUBSCRIBED);
    rig.crm.consent("p4@example.com", ConsentState.OPTED_OUT);
    rig.undoTogether(List.of(job), Set.of(Forced.values()));
    assertThat(consent()).isEqualTo(ConsentState.OPTED_OUT);
  }

  private ConsentState consent() {
    return rig.crm.consent(List.of("p4@example.com")).get("p4@example.com").state();
  }

  @Test
  void aRequestOfAnEarlierVersionStillReads() throws Exception {
    Job job = worked();
    rig.objects.put(
        "work/" + job.id() + "/undo.json",
        "{\"force\":true}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        "application/json");
    assertThat(new UndoFiles(rig.files).force(job.id())).containsExactlyInAnyOrder(Forced.values());
  }
}
