package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import dev.offramp.testkit.SlowCrm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol over destinations of the other shapes: jobs of the destination's own (Salesforce
 * bulk, Mailchimp batches, monday), one record a call (Pipedrive, Nutshell), markers that are not
 * unique and a search that lags (Pipedrive, monday), jobs that say nothing about a row
 * (Freshsales).
 */
class PortShapesTest {
  private static final int PEOPLE = 12;
  private static final Duration LONG = Duration.ofMinutes(40);

  private static SlowCrm jobs(LoadRig rig, Duration work) {
    SlowCrm slow = new SlowCrm(rig.crm, rig.clock, work, Duration.ZERO);
    rig.destination = slow;
    return slow;
  }

  private static Job loaded(LoadRig rig, Job job) {
    for (int i = 0; i < 3000 && !rig.now(job).allLoaded(); i++) {
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
      rig.clock.advance(Duration.ofSeconds(10));
    }
    return rig.now(job);
  }

  private static Job undone(LoadRig rig, Job job) {
    rig.request(job);
    for (int i = 0; i < 3000 && rig.now(job).state() == JobState.ROLLING_BACK; i++) {
      rig.rollback().handle(job.id(), rig.deadline());
      rig.clock.advance(Duration.ofSeconds(10));
    }
    return rig.now(job);
  }

  @Test
  void aJobOfTheDestinationsOwnIsAskedAfterAndNotWaitedForInsideAFunction() {
    for (boolean unique : new boolean[] {true, false}) {
      LoadRig rig = new LoadRig(new FakeCrm(4, unique));
      SlowCrm slow = jobs(rig, LONG);
      String before = rig.crm.dump();
      Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, PEOPLE));
      java.time.Instant start = rig.clock.instant();
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
      assertThat(Duration.between(start, rig.clock.instant())).isLessThan(Duration.ofMinutes(2));
      assertThat(rig.now(job).reason()).contains("OFF-2109");
      Job done = loaded(rig, job);
      assertThat(done.counters()).isEqualTo(new Counters(PEOPLE, PEOPLE, 0, 0, 0, 0, 0));
      assertThat(rig.crm.records()).hasSize(PEOPLE);
      assertThat(slow.jobs()).as("no job is begun twice").isEqualTo(3 + 3 + 2);
      assertThat(undone(rig, job).state()).isEqualTo(JobState.ROLLED_BACK);
      assertThat(rig.crm.dump()).isEqualTo(before);
    }
  }

  @Test
  void invariant3_aLoaderThatDiesWhileTheJobRunsIsContinuedFromTheTicket() {
    LoadRig rig = new LoadRig(new FakeCrm(4, false));
    SlowCrm slow = jobs(rig, LONG);
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, PEOPLE));
    rig.onPause =
        () -> {
          throw new IllegalStateException("killed");
        };
    assertThatThrownBy(() -> rig.loader().handle(LoadRig.ACCOUNT, rig.deadline()))
        .hasMessage("killed");
    rig.onPause = () -> {};
    assertThat(slow.jobs()).isPositive();
    Job done = loaded(rig, job);
    assertThat(done.counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void invariant3_aSearchThatLagsDoublesNobody(long seed) {
    LoadRig rig = new LoadRig(new FakeCrm(3, false));
    rig.destination = new SlowCrm(rig.crm, rig.clock, Duration.ZERO, Duration.ofMinutes(2));
    Random random = new Random(seed);
    rig.crm.failWith(
        call ->
            switch (random.nextInt(6)) {
              case 0 -> Fault.TIMEOUT_AFTER_EFFECT;
              case 1 -> Fault.TIMEOUT_BEFORE_EFFECT;
              default -> Fault.NONE;
            });
    Job done = loaded(rig, rig.job("a.csv", LoadRig.people(0, PEOPLE, 5)));
    assertThat(done.counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void invariant3_aLoaderThatDiesIsContinuedThoughTheSearchLags(int diesAt) {
    LoadRig rig = new LoadRig(new FakeCrm(3, false));
    rig.destination = new SlowCrm(rig.crm, rig.clock, Duration.ZERO, Duration.ofMinutes(2));
    int[] calls = {0};
    rig.crm.failWith(
        call -> {
          calls[0]++;
          if (calls[0] == diesAt) {
            return Fault.TIMEOUT_AFTER_EFFECT;
          }
          if (calls[0] == diesAt + 1) {
            throw new IllegalStateException("killed");
          }
          return Fault.NONE;
        });
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 5));
    try {
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    rig.crm.failWith(call -> Fault.NONE);
    assertThat(loaded(rig, job).counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
  }

  @Test
  void oneRecordACallIsABatchOfOne() {
    LoadRig rig = new LoadRig(new FakeCrm(1, false));
    String before = rig.crm.dump();
    Random random = new Random(11);
    rig.crm.failWith(call -> random.nextInt(9) == 0 ? Fault.TIMEOUT_AFTER_EFFECT : Fault.NONE);
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 5));
    assertThat(loaded(rig, job).counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
    assertThat(undone(rig, job).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void aRowThatAJobLeavesOutWithoutAWordIsRejectedAndHoldsNobodyUp() {
    LoadRig rig = new LoadRig(new FakeCrm(4, false));
    SlowCrm slow = jobs(rig, Duration.ofSeconds(15));
    slow.saysNothingAbout(Verdict.REFUSED);
    List<DesiredRecord> rows =
        List.of(
            LoadRig.row(0, 1), LoadRig.row(1, 2, Map.of("lastname", "Refused")), LoadRig.row(2, 3));
    Job done = loaded(rig, rig.job("a.csv", List.of(rows)));
    assertThat(done.counters()).isEqualTo(new Counters(3, 2, 0, 0, 0, 1, 0));
    assertThat(rig.outcomes(done).get(1L).detail()).contains("without a word");
  }

  @Test
  void invariant3_aRowThatAJobMadeWithoutAWordIsFound() {
    LoadRig rig = new LoadRig(new FakeCrm(4, false));
    rig.crm.person(Map.of("email", "p0@example.com"));
    SlowCrm slow = jobs(rig, Duration.ofSeconds(15));
    slow.saysNothingAbout(Verdict.APPLIED);
    Job done = loaded(rig, rig.job("a.csv", List.of(LoadRig.people(0, 4, 4).get(0))));
    assertThat(done.counters().created()).isEqualTo(3);
    assertThat(rig.outcomes(done).get(0L).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(rig.crm.records()).hasSize(4);
  }
}
