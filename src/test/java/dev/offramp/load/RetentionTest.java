package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.throttle.BudgetClosedException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Until when a job can be loaded and taken back, in simulated time. */
class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final LoadRig rig = new LoadRig(new FakeCrm(4));

  private void passes(int days) {
    rig.clock.advance(DAY.multipliedBy(days));
  }

  @Test
  void invariant5_onTheLastDayAllOfItCanBeTakenBack() {
    String before = rig.crm.dump();
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 20, 7)));
    assertThat(job.keptUntil()).isEqualTo(LoadRig.START.plus(DAY.multipliedBy(90)));
    passes(89);
    assertThat(rig.undoAll(job).reason()).isEmpty();
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  /** The ledger is still there: nobody may rely on that. */
  @Test
  void afterTheEndNothingIsTakenBackThoughTheLedgerIsStillThere() {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 20, 7)));
    String loaded = rig.crm.dump();
    passes(90);
    Job ended = rig.undoAll(job);
    assertThat(rig.ledger.pages(job.id(), 0)).isNotEmpty();
    assertThat(ended.state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(ended.reason()).startsWith("OFF-2931").contains("2026-04-01");
    assertThat(rig.crm.dump()).isEqualTo(loaded);
    assertThat(new UndoFiles(rig.files).report(ended).orElseThrow().summary().left())
        .extracting(UndoSummary.Left::what)
        .containsExactly("chunks 1 to 3");
  }

  @Test
  void aRollbackThatStandsStillOverTheEndSaysWhatStays() {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 20, 7)));
    passes(89);
    int[] deletes = {0};
    rig.crm.failWith(
        call -> {
          if (call.equals("delete") && ++deletes[0] > 2) {
            throw new BudgetClosedException(rig.clock.instant().plus(DAY), "closed for a day");
          }
          return FakeCrm.Fault.NONE;
        });
    rig.request(job);
    rig.rollback().handle(job.id(), rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLING_BACK);
    int half = rig.crm.records().size();
    rig.crm.failWith(call -> FakeCrm.Fault.NONE);
    passes(2);
    rig.rollback().handle(job.id(), rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.now(job).reason()).startsWith("OFF-2931 The first 2 chunks");
    assertThat(rig.crm.records()).hasSize(half).hasSizeBetween(1, 19);
    assertThat(new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary().leftTotal())
        .isPositive();
  }

  @Test
  void aJobThatLayTooLongIsNotLoadedAnyMore() {
    Job job = rig.job("a.csv", LoadRig.people(0, 20, 7));
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
    passes(90);
    rig.jobs.transition(job.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.FAILED);
    assertThat(rig.now(job).reason()).startsWith("OFF-2932");
    assertThat(rig.crm.records()).isEmpty();
  }

  @Test
  void ofAMigrationTheJobsThatAreStillKeptAreTakenBack() {
    Job early = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 5, 5)));
    passes(10);
    Job late = rig.loadAll(rig.job("b.csv", LoadRig.people(5, 10, 5)));
    passes(85);
    rig.undoAll(late);
    rig.undoAll(early);
    assertThat(rig.now(late).reason()).isEmpty();
    assertThat(rig.now(early).reason()).startsWith("OFF-2931");
    assertThat(rig.crm.records()).hasSize(5);
    assertThat(new UndoFiles(rig.files).force(late.id())).isEqualTo(Set.of());
  }
}
