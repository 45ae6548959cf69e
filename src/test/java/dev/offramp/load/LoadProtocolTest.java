package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadProtocolTest {
  private static final int PEOPLE = 30;

  @Test
  void invariant1_everyRowEndsExactlyOnceAndTheCountersBalance() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 7)));
    assertThat(job.counters()).isEqualTo(new Counters(PEOPLE, PEOPLE, 0, 0, 0, 0, 0));
    assertThat(rig.outcomes(job)).hasSize(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
  }

  @Test
  void invariant2_everyChangingCallHasItsIntentInTheLedgerFirst() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.crm.failWith(
        call -> {
          if (!call.equals("define")) {
            long intents =
                rig.ledger.pages(rig.jobs.list("spring").get(0).id(), 0).stream()
                    .filter(page -> page.part() == LedgerEntry.Part.INTENT)
                    .count();
            assertThat(intents).as("intents before %s", call).isPositive();
          }
          return Fault.NONE;
        });
    rig.loadAll(rig.job("a.csv", LoadRig.people(0, 5, 5)));
    assertThat(rig.crm.calls()).contains("create", "join", "writeConsent");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"TIMEOUT_BEFORE_EFFECT", "TIMEOUT_AFTER_EFFECT"})
  void invariant3_anUnknownOutcomeIsLookedUpAndNobodyIsDoubled(Fault fault) {
    for (boolean unique : new boolean[] {true, false}) {
      LoadRig rig = new LoadRig(new FakeCrm(4, unique));
      Random random = new Random(7);
      rig.crm.failWith(call -> random.nextInt(3) == 0 ? fault : Fault.NONE);
      Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 7)));
      assertThat(job.counters().created()).as("unique marker: %s", unique).isEqualTo(PEOPLE);
      assertThat(rig.crm.records()).hasSize(PEOPLE);
    }
  }

  @Test
  void invariant3_theSamePersonInOneChunkAndInAnotherBecomesOneRecord() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    DesiredRecord second = LoadRig.row(1, 1, Map.of("city", "Turin"));
    DesiredRecord third = LoadRig.row(2, 1, Map.of("city", "Milan"));
    Job job =
        rig.loadAll(rig.job("a.csv", List.of(List.of(LoadRig.row(0, 1), second), List.of(third))));
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.crm.records().values().iterator().next()).containsEntry("city", "Milan");
    assertThat(job.counters()).isEqualTo(new Counters(3, 1, 0, 0, 2, 0, 0));
    assertThat(rig.outcomes(job).get(1L).detail()).isEqualTo("into row 0");
    assertThat(rig.outcomes(job).get(2L).detail()).isEqualTo("into " + job.id() + "/0");
  }

  @Test
  void invariant3_existsIsNotCreatedByUs() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    String id = rig.crm.person(Map.of("email", "P1@EXAMPLE.com", "lastname", "Before"));
    String before = rig.crm.dump();
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(1, 2, 1)));
    assertThat(rig.outcomes(job).get(0L).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(rig.crm.records().get(id)).containsEntry("lastname", "Before");
    rig.undoAll(job);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void invariant6_anOptOutAtTheDestinationIsNeverOverturned() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.crm.consent("p1@example.com", ConsentState.OPTED_OUT);
    rig.loadAll(rig.job("a.csv", LoadRig.people(0, 6, 6)));
    assertThat(rig.crm.consent(Set.of("p1@example.com")).get("p1@example.com").state())
        .isEqualTo(ConsentState.OPTED_OUT);
    assertThat(rig.crm.consent(Set.of("p3@example.com")).get("p3@example.com").state())
        .isEqualTo(ConsentState.OPTED_OUT);
  }

  @Test
  void invariant6_aRefusalStaysWithThePersonWhenTheAddressChanges() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.loadAll(rig.job("a.csv", List.of(List.of(LoadRig.row(0, 1)))));
    rig.crm.consent("p1@example.com", ConsentState.OPTED_OUT);
    Job second =
        rig.loadAll(
            rig.job(
                "b.csv", List.of(List.of(LoadRig.row(0, 1, Map.of("email", "new@example.com"))))));
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.crm.records().values().iterator().next())
        .containsEntry("email", "new@example.com");
    assertThat(rig.crm.consent(Set.of("new@example.com")).get("new@example.com").state())
        .isEqualTo(ConsentState.OPTED_OUT);
    rig.undoAll(second);
    assertThat(rig.crm.consent(Set.of("new@example.com")).get("new@example.com").state())
        .isEqualTo(ConsentState.UNSPECIFIED);
  }

  @Test
  void aBatchRefusedWholeIsBisectedUntilTheRowStandsAlone() {
    LoadRig rig = new LoadRig(new FakeCrm(8));
    List<DesiredRecord> rows =
        List.of(
            LoadRig.row(0, 1),
            LoadRig.row(1, 2, Map.of("lastname", "Poison")),
            LoadRig.row(2, 3),
            LoadRig.row(3, 4, Map.of("lastname", "Refused")));
    Job job = rig.loadAll(rig.job("a.csv", List.of(rows)));
    assertThat(job.counters()).isEqualTo(new Counters(4, 2, 0, 0, 0, 2, 0));
    assertThat(rig.outcomes(job).get(1L).detail())
        .isEqualTo("the batch holds a record that cannot be read");
    assertThat(rig.outcomes(job).get(3L).detail()).isEqualTo("the last name is not accepted");
  }

  @Test
  void existingSkipLeavesRecordsThatWereThere() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.existing = ExistingPolicy.SKIP;
    rig.crm.person(Map.of("email", "p1@example.com"));
    String before = rig.crm.records().toString();
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(1, 2, 1)));
    assertThat(job.counters().excluded()).isOne();
    assertThat(rig.crm.records().toString()).isEqualTo(before);
  }

  @Test
  void invariant5_afterARollbackTheDestinationIsAsItWas() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.crm.field(
        Definition.choice(
            "tags", "Tags", Definition.ValueType.MULTIPLE_CHOICE, List.of("old", "lead")));
    rig.crm.person(Map.of("email", "p3@example.com", "lastname", "Before", "tags", "old"));
    String member = rig.crm.person(Map.of("email", "p4@example.com"));
    rig.crm.list("news", Set.of(member));
    String before = rig.crm.dump();
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 7)));
    assertThat(rig.crm.dump()).isNotEqualTo(before);
    Job undone = rig.undoAll(job);
    assertThat(undone.state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void invariant5_whatSomebodyChangedSinceStays() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    String old = rig.crm.person(Map.of("email", "p3@example.com"));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 6, 6)));
    String made = rig.outcomes(job).get(1L).remoteId();
    rig.crm.edit(old, "lastname", "Edited");
    rig.crm.edit(made, "lastname", "Edited too");
    rig.undoAll(job);
    assertThat(rig.crm.records().keySet()).isEqualTo(Set.of(old, made));
    assertThat(rig.crm.records().get(old)).containsEntry("lastname", "Edited");
    UndoSummary summary = new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary();
    assertThat(summary.left().stream().map(UndoSummary.Left::remoteId).collect(Collectors.toSet()))
        .contains(old, made);
  }

  @Test
  void invariant5_aRollbackWorksWhileTheLoadIsHalfDone() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    String before = rig.crm.dump();
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 7));
    int[] creates = {0};
    rig.crm.failWith(
        call -> {
          if (call.equals("create") && ++creates[0] == 5) {
            throw new IllegalStateException("killed");
          }
          return Fault.NONE;
        });
    assertThatThrownBy(() -> rig.loader().handle(LoadRig.ACCOUNT, rig.deadline()))
        .hasMessage("killed");
    rig.crm.failWith(call -> Fault.NONE);
    assertThat(rig.crm.records()).isNotEmpty();
    rig.undoAll(job);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34})
  void invariant3_aLoaderThatDiesAtAnyCallIsContinuedWithoutDoubles(int diesAt) {
    LoadRig rig = new LoadRig(new FakeCrm(4, false));
    String before = rig.crm.dump();
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 7));
    int[] calls = {0};
    boolean after = diesAt % 2 == 0;
    rig.crm.failWith(
        call -> {
          if (++calls[0] == diesAt) {
            return after ? Fault.TIMEOUT_AFTER_EFFECT : Fault.TIMEOUT_BEFORE_EFFECT;
          }
          if (calls[0] == diesAt + 1) {
            throw new IllegalStateException("killed");
          }
          return Fault.NONE;
        });
    try {
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    rig.crm.failWith(call -> Fault.NONE);
    Job done = rig.loadAll(job);
    assertThat(done.counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).hasSize(PEOPLE);
    rig.undoAll(done);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void aPreviewSaysWhatTheRollbackThenDoes() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.crm.person(Map.of("email", "p3@example.com"));
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 7)));
    String loaded = rig.crm.dump();
    UndoSummary preview = new UndoPreview(rig.ports()).of(List.of(job), Set.of()).summary();
    assertThat(rig.crm.dump()).as("a preview changes nothing").isEqualTo(loaded);
    rig.undoAll(job);
    UndoSummary done = new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary();
    assertThat(preview.counts()).isEqualTo(done.counts());
  }

  @Test
  void aBellForAnAccountThatSomebodyHoldsIsAcknowledgedAtOnce() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.job("a.csv", LoadRig.people(0, 3, 3));
    rig.jobs.acquire(
        dev.offramp.job.Lease.ofAccount(LoadRig.ACCOUNT),
        "another",
        LoadRig.LEASE,
        rig.clock.instant());
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.crm.calls()).isEmpty();
  }
}
