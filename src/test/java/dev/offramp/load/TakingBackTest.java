package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several jobs of a migration are taken back, and what people have changed where they want it. */
class TakingBackTest {
  private final LoadRig rig = new LoadRig(new FakeCrm(4));

  private void request(Job job, Set<Forced> force) {
    new UndoFiles(rig.files).request(job.id(), force);
    rig.jobs.transition(job.id(), rig.now(job).state(), JobEvent.ROLLBACK, "", rig.clock.instant());
  }

  /** All of them are asked for at once, and the bells come in any order. */
  private void undo(List<Job> jobs, Set<Forced> force) {
    jobs.forEach(job -> request(job, force));
    List<Job> bells = new ArrayList<>(jobs);
    Collections.shuffle(bells, new java.util.Random(3));
    for (int i = 0; i < 30; i++) {
      bells.forEach(job -> rig.rollback().handle(job.id(), rig.deadline()));
      rig.clock.advance(Duration.ofSeconds(70));
    }
    assertThat(jobs)
        .allSatisfy(job -> assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLED_BACK));
  }

  private Job person(String file, Map<String, String> more) {
    return rig.loadAll(rig.job(file, List.of(List.of(LoadRig.row(0, 1, more)))));
  }

  private UndoSummary summary(Job job) {
    return new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary();
  }

  @Test
  void invariant5_ofSeveralJobsTheOneThatWroteLastGoesFirst() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = new ArrayList<>();
    for (String city : List.of("Turin", "Milan", "Rome")) {
      jobs.add(person(city + ".csv", Map.of("city", city, "lastname", city)));
      rig.clock.advance(Duration.ofMinutes(2));
    }
    assertThat(rig.crm.dump()).contains("Rome").isNotEqualTo(before);
    undo(jobs, Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(summary(job).leftTotal()).isZero());
  }

  @Test
  void whoBeganToWriteLastIsFirstThoughItWasUploadedEarlier() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job early = rig.job("early.csv", List.of(List.of(LoadRig.row(0, 1, Map.of("city", "Turin")))));
    rig.jobs.transition(early.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
    rig.clock.advance(Duration.ofMinutes(5));
    Job late = person("late.csv", Map.of());
    rig.jobs.transition(early.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(early);
    assertThat(new UndoOrder(rig.ledger).of(List.of(rig.now(late), rig.now(early))))
        .extracting(Job::id)
        .containsExactly(early.id(), late.id());
  }

  /** One is paused after its first chunk, and goes on when the other one has ended. */
  private List<Job> jobsThatTookTurns() {
    Job first =
        rig.job(
            "first.csv",
            List.of(
                List.of(LoadRig.row(0, 1, Map.of("city", "Turin", "lastname", "One"))),
                List.of(LoadRig.row(1, 2), LoadRig.row(2, 1, Map.of("city", "Naples")))));
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              if (call.equals("update")) {
                rig.jobs.transition(
                    first.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
              }
              return right.run();
            });
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    rig.destination = rig.crm;
    assertThat(rig.now(first).chunksLoaded()).isEqualTo(1);
    rig.clock.advance(Duration.ofMinutes(5));
    Job other = person("other.csv", Map.of("city", "Milan", "lastname", "Two"));
    rig.jobs.transition(first.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(first);
    return List.of(rig.now(first), rig.now(other));
  }

  @Test
  void invariant5_ofJobsThatTookTurnsTheTurnThatWroteLastGoesFirst() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = jobsThatTookTurns();
    assertThat(rig.crm.dump()).contains("Naples");
    UndoSummary dry = new UndoPreview(rig.ports()).of(jobs, Set.of()).summary();
    undo(jobs, Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(summary(job).leftTotal()).isZero());
    UndoSummary done =
        jobs.stream().map(this::summary).reduce(UndoSummary.EMPTY, UndoSummary::plus);
    assertThat(dry).isEqualTo(done);
  }

  /** Each rollback ends before the next is asked for: what the first had to leave goes then. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void invariant5_jobsThatTookTurnsAreTakenBackOneAfterAnotherInAnyOrder(int first) {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = jobsThatTookTurns();
    Job one = jobs.get(first);
    Job other = jobs.get(1 - first);
    undo(List.of(one), Set.of());
    UndoSummary left = summary(one);
    assertThat(left.leftTotal()).isPositive();
    assertThat(left.left()).allSatisfy(each -> assertThat(each.why()).contains("since"));
    UndoSummary dry = new UndoPreview(rig.ports()).of(List.of(rig.now(other)), Set.of()).summary();
    assertThat(dry.leftTotal()).isZero();
    undo(List.of(other), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(summary(job).leftTotal()).isZero());
  }

  /** The later one wrote over what the earlier one had made, so that had to stay at first. */
  @Test
  void invariant5_whatALaterJobHasChangedGoesWithThatJob() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String before = rig.crm.dump();
    Job early = person("early.csv", Map.of("city", "Turin"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = person("late.csv", Map.of("city", "Rome"));
    undo(List.of(early), Set.of());
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(summary(early).left()).extracting(UndoSummary.Left::what).contains("record");
    undo(List.of(late), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(summary(early).leftTotal()).isZero();
  }

  /** A value that comes again hides that it is not the job's own. */
  @ParameterizedTest
  @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
  void invariant5_aValueThatComesTwiceIsTakenBackInAnyOrder(String order) {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo", "lastname", "Was"));
    String before = rig.crm.dump();
    List<Job> jobs = new ArrayList<>();
    for (String city : List.of("Turin", "Milan", "Turin")) {
      jobs.add(person(jobs.size() + ".csv", Map.of("city", city)));
      rig.clock.advance(Duration.ofMinutes(2));
    }
    order.chars().forEach(c -> undo(List.of(jobs.get(c - '0')), Set.of()));
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void invariant5_whatAPersonHasChangedStaysWhenAnotherJobIsTakenBack() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job early = person("early.csv", Map.of("city", "Turin"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = person("late.csv", Map.of("city", "Rome"));
    String id = rig.outcomes(early).get(0L).remoteId();
    rig.crm.edit(id, "lastname", "By hand");
    undo(List.of(early), Set.of());
    undo(List.of(late), Set.of());
    assertThat(rig.crm.records().get(id))
        .containsEntry("lastname", "By hand")
        .containsEntry("city", "Turin");
    assertThat(summary(early).left())
        .filteredOn(left -> left.row() >= 0)
        .extracting(UndoSummary.Left::what)
        .containsExactly("record");
  }

  /** What a call that was answered too late put back is not mistaken for somebody else's doing. */
  @Test
  void invariant5_aValueThatWasPutBackUnseenIsNotPutBackTwice() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Turin"));
    String before = rig.crm.dump();
    Job early = person("early.csv", Map.of("city", "Milan"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = person("late.csv", Map.of("city", "Turin"));
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              Object answer = right.run();
              if (call.equals("update")) {
                throw new IllegalStateException("the process ends");
              }
              return answer;
            });
    request(late, Set.of());
    assertThatThrownBy(() -> rig.rollback().handle(late.id(), rig.deadline()))
        .hasMessage("the process ends");
    assertThat(rig.crm.dump()).contains("Milan");
    rig.destination = rig.crm;
    rig.clock.advance(LoadRig.LEASE.multipliedBy(2));
    rig.undoAll(late);
    undo(List.of(early), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void whatIsForcedIsForcedThoughTheFirstTryEndedBeforeItsCall() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String there = rig.crm.person(Map.of("email", "p1@example.com", "lastname", "Was"));
    String before = rig.crm.dump();
    Job job = person("a.csv", Map.of("city", "Turin"));
    rig.crm.edit(there, "lastname", "By hand");
    request(job, Set.of(Forced.FIELDS));
    AtomicInteger updates = new AtomicInteger();
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              if (call.equals("update") && updates.incrementAndGet() == 2) {
                throw new IllegalStateException("the process ends");
              }
              return right.run();
            });
    assertThatThrownBy(() -> rig.rollback().handle(job.id(), rig.deadline()))
        .hasMessage("the process ends");
    assertThat(rig.crm.records().get(there)).containsEntry("lastname", "By hand");
    rig.clock.advance(LoadRig.LEASE.multipliedBy(2));
    rig.rollback().handle(job.id(), rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void whatAJobHasWrittenThatStaysIsNotForcedAwayWithAnother() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String there = rig.crm.person(Map.of("email", "p1@example.com", "lastname", "Was"));
    Job early = person("early.csv", Map.of("city", "Turin", "lastname", "One"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = person("late.csv", Map.of("city", "Rome", "lastname", "Two"));
    rig.crm.edit(there, "lastname", "By hand");
    undo(List.of(early), Set.of(Forced.values()));
    assertThat(rig.crm.records().get(there))
        .containsEntry("city", "Rome")
        .containsEntry("lastname", "Was");
    undo(List.of(late), Set.of());
    assertThat(rig.crm.records().get(there)).containsEntry("lastname", "Was");
    assertThat(rig.crm.records().get(there).getOrDefault("city", "")).isEmpty();
  }

  /** Of a value that was there when a stuck job went on, nobody knows who wrote it. */
  @Test
  void invariant5_whatAnotherJobWroteInsteadOfAStuckOneIsNotTakenBackTwice() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String there = rig.crm.person(Map.of("email", "p1@example.com", "city", "Rome"));
    String before = rig.crm.dump();
    AtomicInteger updates = new AtomicInteger();
    rig.crm.failWith(
        call ->
            call.equals("update") && updates.incrementAndGet() > 1
                ? FakeCrm.Fault.TIMEOUT_BEFORE_EFFECT
                : FakeCrm.Fault.NONE);
    Job stuck =
        rig.job(
            "stuck.csv",
            List.of(
                List.of(LoadRig.row(0, 1, Map.of("city", "Turin"))),
                List.of(LoadRig.row(1, 1, Map.of("city", "Rome")))));
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    rig.jobs.transition(stuck.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
    rig.crm.failWith(call -> FakeCrm.Fault.NONE);
    assertThat(rig.crm.records().get(there)).containsEntry("city", "Turin");
    Job other = person("other.csv", Map.of("city", "Rome"));
    rig.jobs.transition(stuck.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(stuck);
    undo(List.of(other), Set.of());
    undo(List.of(stuck), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  /** Who is let go on while somebody else loads comes after it under the same lease. */
  @Test
  void underOneLeaseItsLoadersClockSaysWhoWroteLast() {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    List<Job> jobs = jobsThatTookTurns();
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
            person("a.csv", Map.of("city", "Turin")),
            person("b.csv", Map.of("city", "Milan")),
            rig.loadAll(rig.job("c.csv", LoadRig.people(1, 9, 3))));
    rig.crm.edit(there, "lastname", "Edited");
    String loaded = rig.crm.dump();
    UndoSummary dry = new UndoPreview(rig.ports()).of(jobs, Set.of()).summary();
    assertThat(rig.crm.dump()).as("a dry run changes nothing").isEqualTo(loaded);
    undo(jobs, Set.of());
    UndoSummary done =
        jobs.stream().map(this::summary).reduce(UndoSummary.EMPTY, UndoSummary::plus);
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
    undo(List.of(job), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(summary(job).leftTotal()).isZero();
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
    undo(List.of(job), Set.of(kind));
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
    undo(List.of(job), Set.of());
    assertThat(summary(job).left())
        .extracting(left -> left.remoteId() + " " + left.what())
        .contains(made + " record", there + " lastname", there + " tags", "course course");
  }

  @Test
  void invariant6_whoRefusedSinceIsNeverTakenBack() {
    rig.crm.person(Map.of("email", "p4@example.com"));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(4, 5, 4)));
    assertThat(consent()).isEqualTo(ConsentState.SUBSCRIBED);
    rig.crm.consent("p4@example.com", ConsentState.OPTED_OUT);
    undo(List.of(job), Set.of(Forced.values()));
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
