package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs are taken back one after another, each before the next is asked for: what one has to leave
 * goes with another.
 */
class OneAfterAnotherTest {
  private final LoadRig rig = new LoadRig(new FakeCrm(4));

  /** Each rollback ends before the next is asked for: what the first had to leave goes then. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void invariant5_jobsThatTookTurnsAreTakenBackOneAfterAnotherInAnyOrder(int first) {
    rig.existing = ExistingPolicy.OVERWRITE;
    rig.crm.person(Map.of("email", "p1@example.com", "city", "Oslo"));
    String before = rig.crm.dump();
    List<Job> jobs = rig.jobsThatTookTurns();
    Job one = jobs.get(first);
    Job other = jobs.get(1 - first);
    rig.undoTogether(List.of(one), Set.of());
    UndoSummary left = rig.undoSummary(one);
    assertThat(left.leftTotal()).isPositive();
    assertThat(left.left()).allSatisfy(each -> assertThat(each.why()).contains("since"));
    UndoSummary dry = new UndoPreview(rig.ports()).of(List.of(rig.now(other)), Set.of()).summary();
    assertThat(dry.leftTotal()).isZero();
    rig.undoTogether(List.of(other), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(jobs).allSatisfy(job -> assertThat(rig.undoSummary(job).leftTotal()).isZero());
  }

  /** The later one wrote over what the earlier one had made, so that had to stay at first. */
  @Test
  void invariant5_whatALaterJobHasChangedGoesWithThatJob() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String before = rig.crm.dump();
    Job early = rig.person("early.csv", Map.of("city", "Turin"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = rig.person("late.csv", Map.of("city", "Rome"));
    rig.undoTogether(List.of(early), Set.of());
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.undoSummary(early).left()).extracting(UndoSummary.Left::what).contains("record");
    rig.undoTogether(List.of(late), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(rig.undoSummary(early).leftTotal()).isZero();
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
      jobs.add(rig.person(jobs.size() + ".csv", Map.of("city", city)));
      rig.clock.advance(Duration.ofMinutes(2));
    }
    order.chars().forEach(c -> rig.undoTogether(List.of(jobs.get(c - '0')), Set.of()));
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void invariant5_whatAPersonHasChangedStaysWhenAnotherJobIsTakenBack() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job early = rig.person("early.csv", Map.of("city", "Turin"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = rig.person("late.csv", Map.of("city", "Rome"));
    String id = rig.outcomes(early).get(0L).remoteId();
    rig.crm.edit(id, "lastname", "By hand");
    rig.undoTogether(List.of(early), Set.of());
    rig.undoTogether(List.of(late), Set.of());
    assertThat(rig.crm.records().get(id))
        .containsEntry("lastname", "By hand")
        .containsEntry("city", "Turin");
    assertThat(rig.undoSummary(early).left())
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
    Job early = rig.person("early.csv", Map.of("city", "Milan"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = rig.person("late.csv", Map.of("city", "Turin"));
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
    rig.request(late, Set.of());
    assertThatThrownBy(() -> rig.rollback().handle(late.id(), rig.deadline()))
        .hasMessage("the process ends");
    assertThat(rig.crm.dump()).contains("Milan");
    rig.destination = rig.crm;
    rig.clock.advance(LoadRig.LEASE.multipliedBy(2));
    rig.undoAll(late);
    rig.undoTogether(List.of(early), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void whatIsForcedIsForcedThoughTheFirstTryEndedBeforeItsCall() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String there = rig.crm.person(Map.of("email", "p1@example.com", "lastname", "Was"));
    String before = rig.crm.dump();
    Job job = rig.person("a.csv", Map.of("city", "Turin"));
    rig.crm.edit(there, "lastname", "By hand");
    rig.request(job, Set.of(Forced.FIELDS));
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
    Job early = rig.person("early.csv", Map.of("city", "Turin", "lastname", "One"));
    rig.clock.advance(Duration.ofMinutes(2));
    Job late = rig.person("late.csv", Map.of("city", "Rome", "lastname", "Two"));
    rig.crm.edit(there, "lastname", "By hand");
    rig.undoTogether(List.of(early), Set.of(Forced.values()));
    assertThat(rig.crm.records().get(there))
        .containsEntry("city", "Rome")
        .containsEntry("lastname", "Was");
    rig.undoTogether(List.of(late), Set.of());
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
    Job other = rig.person("other.csv", Map.of("city", "Rome"));
    rig.jobs.transition(stuck.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(stuck);
    rig.undoTogether(List.of(other), Set.of());
    rig.undoTogether(List.of(stuck), Set.of());
    assertThat(rig.crm.dump()).isEqualTo(before);
  }
}
