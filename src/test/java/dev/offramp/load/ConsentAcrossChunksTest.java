package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.Destination;
import dev.offramp.crm.ReadBack;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Extent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 6: the strictest of a person's rows counts, wherever the boundaries of chunks fall. */
class ConsentAcrossChunksTest {
  private static final String ADDRESS = "p1@example.com";
  private static final String OTHER = "p1x@example.com";

  private final LoadRig rig = new LoadRig(new FakeCrm(4));

  private static DesiredRecord row(long row, String email, ConsentOrder consent) {
    DesiredRecord any = LoadRig.row(row, 1, Map.of("email", email));
    return LoadRig.like(any, email, any.tags(), consent);
  }

  private ConsentState consent(String email) {
    return rig.crm.consent(Set.of(email)).get(email).state();
  }

  /** What is recorded hangs on a record, which is there already. */
  private static void hold(LoadRig rig, ConsentState before) {
    if (before != ConsentState.UNSPECIFIED) {
      rig.crm.person(Map.of("email", ADDRESS, "lastname", "Before"));
      rig.crm.consent(ADDRESS, before);
    }
  }

  private static List<List<DesiredRecord>> apart(ConsentOrder first, ConsentOrder second) {
    return List.of(List.of(row(0, ADDRESS, first)), List.of(row(1, ADDRESS, second)));
  }

  private static List<List<DesiredRecord>> together(ConsentOrder first, ConsentOrder second) {
    return List.of(List.of(row(0, ADDRESS, first), row(1, ADDRESS, second)));
  }

  static List<Arguments> orders() {
    List<Arguments> all = new ArrayList<>();
    for (ConsentOrder first : ConsentOrder.values()) {
      for (ConsentOrder second : ConsentOrder.values()) {
        for (ConsentState before : ConsentState.values()) {
          all.add(Arguments.of(first, second, before));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void invariant6_whereTheChunkEndsMakesNoDifference(
      ConsentOrder first, ConsentOrder second, ConsentState before) {
    hold(rig, before);
    LoadRig one = new LoadRig(new FakeCrm(4));
    hold(one, before);
    Job job = rig.loadAll(rig.job("a.csv", apart(first, second)));
    one.loadAll(one.job("a.csv", together(first, second)));
    assertThat(consent(ADDRESS)).isEqualTo(one.crm.consent(Set.of(ADDRESS)).get(ADDRESS).state());
    rig.undoAll(job);
    assertThat(consent(ADDRESS)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void invariant6_alsoWhereALoaderDiesAtAnyCall(
      ConsentOrder first, ConsentOrder second, ConsentState before) {
    LoadRig one = new LoadRig(new FakeCrm(4));
    hold(one, before);
    one.loadAll(one.job("a.csv", together(first, second)));
    ConsentState expected = one.crm.consent(Set.of(ADDRESS)).get(ADDRESS).state();
    for (int dies = 1; dies < 16; dies++) {
      for (Fault fault : List.of(Fault.TIMEOUT_AFTER_EFFECT, Fault.TIMEOUT_BEFORE_EFFECT)) {
        LoadRig each = new LoadRig(new FakeCrm(4));
        hold(each, before);
        Job job = each.job("a.csv", apart(first, second));
        diesAt(each, dies, fault);
        each.loadAll(job);
        assertThat(each.crm.consent(Set.of(ADDRESS)).get(ADDRESS).state())
            .as("%s at call %d", fault, dies)
            .isEqualTo(expected);
        each.undoAll(job);
        // A refusal that the loader before may have recorded, or the person, is not taken back.
        assertThat(each.crm.consent(Set.of(ADDRESS)).get(ADDRESS).state())
            .isIn(before, expected == ConsentState.OPTED_OUT ? expected : before);
      }
    }
  }

  private static void diesAt(LoadRig rig, int dies, Fault fault) {
    int[] calls = {0};
    rig.crm.failWith(
        call -> {
          if (++calls[0] == dies + 1) {
            throw new IllegalStateException("killed");
          }
          return calls[0] == dies ? fault : Fault.NONE;
        });
    try {
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    rig.crm.failWith(call -> Fault.NONE);
  }

  @Test
  void invariant6_aRefusalCountsForTheAddressOfAnEarlierChunkToo() {
    rig.existing = ExistingPolicy.FILL;
    rig.crm.person(Map.of("email", ADDRESS, "lastname", "Before"));
    rig.loadAll(
        rig.job(
            "a.csv",
            List.of(
                List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)),
                List.of(row(1, OTHER, ConsentOrder.OPT_OUT)))));
    assertThat(rig.crm.records().values().iterator().next()).containsEntry("email", ADDRESS);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
    assertThat(consent(OTHER)).isEqualTo(ConsentState.OPTED_OUT);
  }

  @Test
  void invariant6_aRefusalOfAnEarlierChunkCountsForALaterAddress() {
    rig.loadAll(
        rig.job(
            "a.csv",
            List.of(
                List.of(row(0, ADDRESS, ConsentOrder.OPT_OUT)),
                List.of(row(1, OTHER, ConsentOrder.SUBSCRIBE)))));
    assertThat(consent(OTHER)).isEqualTo(ConsentState.OPTED_OUT);
  }

  @Test
  void invariant6_silenceInOneUploadBeatsAPermissionInAnother() {
    Job first =
        rig.loadAll(rig.job("a.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.SUBSCRIBED);
    Job second =
        rig.loadAll(rig.job("b.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.LEAVE)))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    rig.loadAll(rig.job("c.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    rig.undoAll(second);
    assertThat(consent(ADDRESS))
        .as("no rollback permits anything")
        .isEqualTo(ConsentState.UNSPECIFIED);
    rig.undoAll(first);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
  }

  @Test
  void invariant6_whoUnsubscribedMeanwhileIsNotPutBackToSilence() {
    rig.loadAll(rig.job("a.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)))));
    rig.crm.consent(ADDRESS, ConsentState.OPTED_OUT);
    rig.loadAll(rig.job("b.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.LEAVE)))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
  }

  @Test
  void aPermissionThatWasThereBeforeStaysWhereRowsSayNothing() {
    hold(rig, ConsentState.SUBSCRIBED);
    rig.loadAll(rig.job("a.csv", apart(ConsentOrder.SUBSCRIBE, ConsentOrder.LEAVE)));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.SUBSCRIBED);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whatWasTakenBackIsNoFaultWhenItIsReadBack(
      ConsentOrder first, ConsentOrder second, ConsentState before) {
    hold(rig, before);
    Job job = rig.verifyAll(rig.job("a.csv", apart(first, second)), Extent.ALL, () -> {});
    assertThat(job.state()).isEqualTo(JobState.REPORTING);
    assertThat(rig.differences(job)).isEmpty();
  }

  /** Reads the records back, but not the permissions yet: those are looked at in the end. */
  private Job readHalf(Job job) {
    rig.crm.tells(new ReadBack(Optional.of("optout"), Optional.empty(), Map.of()), rig.clock);
    rig.verifyAll(job, Extent.ALL, () -> rig.destination = closedForConsent());
    assertThat(rig.now(job).state()).isEqualTo(JobState.VERIFYING);
    rig.destination = rig.crm;
    return rig.now(job);
  }

  private Destination closedForConsent() {
    return (Destination)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Destination.class},
            (self, method, args) -> {
              if (method.getName().equals("consent")) {
                throw new BudgetClosedException(rig.clock.instant(), "OFF-2700 closed");
              }
              return method.invoke(rig.crm, args);
            });
  }

  private void readRest(Job job) {
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.REPORTING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAnotherJobTookBackWhileItWasReadBackIsNoFault(boolean undone) {
    List<List<DesiredRecord>> rows = List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)));
    Job job = readHalf(rig.job("a.csv", rows));
    Job other =
        rig.loadAll(rig.job("b.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.LEAVE)))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    if (undone) {
      rig.undoAll(other);
    }
    readRest(job);
    assertThat(rig.differences(job)).isEmpty();
  }

  @Test
  void whatARowOfATakenBackJobTookBackBeforeTheReadingIsNoFault() {
    Job job =
        rig.loadAll(rig.job("a.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)))));
    rig.undoAll(
        rig.loadAll(rig.job("b.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.LEAVE))))));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    rig.verifyAll(job, Extent.ALL, () -> {});
    assertThat(rig.now(job).state()).isEqualTo(JobState.REPORTING);
    assertThat(rig.differences(job)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPermissionThatIsLostIsAFaultThoughAnEarlierOneWasTakenBack(boolean late) {
    Job first =
        rig.loadAll(rig.job("a.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)))));
    Job less = rig.loadAll(rig.job("b.csv", List.of(List.of(row(0, ADDRESS, ConsentOrder.LEAVE)))));
    List<List<DesiredRecord>> rows = List.of(List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)));
    rig.clock.advance(Duration.ofMinutes(1));
    Job again = rig.job("c.csv", rows);
    rig.undoAll(less);
    rig.undoAll(first);
    if (late) {
      readHalf(again);
      rig.crm.consent(ADDRESS, ConsentState.UNSPECIFIED);
      readRest(again);
    } else {
      rig.verifyAll(again, Extent.ALL, () -> rig.crm.consent(ADDRESS, ConsentState.UNSPECIFIED));
    }
    assertThat(rig.differences(again))
        .extracting(Difference::fault)
        .containsExactly(dev.offramp.verify.Fault.PERMISSION_LOST);
  }

  private Job upload(String name, ConsentOrder... orders) {
    List<List<DesiredRecord>> chunks = new ArrayList<>();
    for (ConsentOrder order : orders) {
      chunks.add(List.of(row(chunks.size(), ADDRESS, order)));
    }
    return rig.job(name, chunks);
  }

  /** A job that stands still because a call is not answered, and is paused then. */
  private Job stuckAt(String call, Fault fault, DesiredRecord row) {
    Job job = rig.job("stuck.csv", List.of(List.of(row)));
    rig.crm.failWith(each -> each.equals(call) ? fault : Fault.NONE);
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    rig.crm.failWith(each -> Fault.NONE);
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
    return job;
  }

  private void resume(Job job) {
    rig.jobs.transition(job.id(), JobState.PAUSED, JobEvent.RESUME, "", rig.clock.instant());
    rig.loadAll(job);
  }

  @Test
  void invariant6_aPermissionThatAnotherJobRecordedMeanwhileStaysKnown() {
    hold(rig, ConsentState.OPTED_OUT);
    rig.crm.consent(ADDRESS, ConsentState.UNSPECIFIED);
    DesiredRecord row = row(0, ADDRESS, ConsentOrder.SUBSCRIBE);
    Job stuck = stuckAt("update", Fault.TIMEOUT_AFTER_EFFECT, row);
    rig.loadAll(upload("b.csv", ConsentOrder.SUBSCRIBE));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.SUBSCRIBED);
    resume(stuck);
    rig.loadAll(upload("c.csv", ConsentOrder.LEAVE));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void invariant6_aPermissionOfAJobThatStandsStillIsTakenBackToo(boolean resumed) {
    DesiredRecord row = row(0, OTHER, ConsentOrder.SUBSCRIBE);
    Job stuck = stuckAt("join", Fault.TIMEOUT_BEFORE_EFFECT, row);
    assertThat(consent(OTHER)).isEqualTo(ConsentState.SUBSCRIBED);
    rig.loadAll(upload("b.csv", ConsentOrder.SUBSCRIBE, ConsentOrder.LEAVE));
    if (resumed) {
      resume(stuck);
    }
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    assertThat(consent(OTHER)).isEqualTo(ConsentState.UNSPECIFIED);
  }

  /** The same person with two addresses, a row for each chunk; the last one says less. */
  private Job moved(String name, ConsentOrder last) {
    return rig.loadAll(
        rig.job(
            name,
            List.of(
                List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)),
                List.of(row(1, OTHER, ConsentOrder.SUBSCRIBE)),
                List.of(row(2, OTHER, last)))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void invariant6_whatALaterRowSaysCountsForTheAddressThatTheRecordHadBefore(boolean there) {
    rig.existing = there ? ExistingPolicy.FILL : ExistingPolicy.OVERWRITE;
    if (there) {
      rig.crm.person(Map.of("email", ADDRESS, "lastname", "Before"));
    }
    Job refused = moved("a.csv", ConsentOrder.OPT_OUT);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
    assertThat(consent(OTHER)).isEqualTo(ConsentState.OPTED_OUT);
    rig.undoAll(refused);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    moved("b.csv", ConsentOrder.LEAVE);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.UNSPECIFIED);
    assertThat(consent(OTHER)).isEqualTo(ConsentState.UNSPECIFIED);
  }

  @Test
  void theAddressesOfAPersonAreForgottenWithTheJobsThatBroughtThem() {
    Job first =
        rig.loadAll(
            rig.job(
                "a.csv",
                List.of(
                    List.of(row(0, ADDRESS, ConsentOrder.SUBSCRIBE)),
                    List.of(row(1, OTHER, ConsentOrder.SUBSCRIBE)))));
    String record = rig.outcomes(first).get(0L).remoteId();
    Job second =
        rig.loadAll(
            rig.job("b.csv", List.of(List.of(row(0, "p1y@example.com", ConsentOrder.SUBSCRIBE)))));
    assertThat(addresses(record)).containsExactlyInAnyOrder(ADDRESS, OTHER, "p1y@example.com");
    rig.undoAll(second);
    assertThat(addresses(record)).containsExactlyInAnyOrder(ADDRESS, OTHER);
    rig.undoAll(first);
    assertThat(addresses(record)).isEmpty();
  }

  private Set<String> addresses(String record) {
    String key = KnownAddresses.key(record);
    return KnownAddresses.of(rig.crosswalk.find("spring", LoadRig.ACCOUNT, Set.of(key)).get(key));
  }

  /** A refusal of ours is being taken back, and nobody knows whether it was. */
  private Job halfUndone(Fault fault, boolean dies) {
    hold(rig, ConsentState.SUBSCRIBED);
    Job job = rig.loadAll(upload("a.csv", ConsentOrder.OPT_OUT));
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
    rig.request(job);
    int[] calls = {0};
    rig.crm.failWith(
        call -> {
          if (!call.equals("restoreConsent")) {
            return Fault.NONE;
          }
          if (dies && ++calls[0] > 1) {
            throw new IllegalStateException("killed");
          }
          return fault;
        });
    try {
      rig.rollback().handle(job.id(), rig.deadline());
    } catch (IllegalStateException e) {
      assertThat(dies).isTrue();
    }
    rig.crm.failWith(call -> Fault.NONE);
    rig.clock.advance(Duration.ofMinutes(5));
    return job;
  }

  private void undoRest(Job job) {
    for (int i = 0; i < 5 && rig.now(job).state() == JobState.ROLLING_BACK; i++) {
      rig.rollback().handle(job.id(), rig.deadline());
      rig.clock.advance(Duration.ofSeconds(70));
    }
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLED_BACK);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void invariant6_whoRefusesInTheMiddleOfTheRollbackStaysRefused(boolean dies) {
    Job job = halfUndone(Fault.TIMEOUT_AFTER_EFFECT, dies);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.SUBSCRIBED);
    rig.crm.consent(ADDRESS, ConsentState.OPTED_OUT);
    undoRest(job);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
    UndoSummary summary = new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary();
    assertThat(summary.left())
        .extracting(left -> left.what() + ": " + left.why())
        .isEqualTo(dies ? List.of("consent: " + ConsentStage.IN_DOUBT) : List.of());
  }

  @Test
  void invariant5_aRefusalOfOursGoesThoughTheFirstTryWasNotAnswered() {
    Job job = halfUndone(Fault.TIMEOUT_BEFORE_EFFECT, false);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
    undoRest(job);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.SUBSCRIBED);
  }

  @Test
  void invariant6_aRefusalStaysWhereNobodyKnowsWhetherOursWasTakenBack() {
    Job job = halfUndone(Fault.TIMEOUT_BEFORE_EFFECT, true);
    undoRest(job);
    assertThat(consent(ADDRESS)).isEqualTo(ConsentState.OPTED_OUT);
  }

  @Test
  void whatAJobThatStandsStillMayHaveWrittenIsNoFaultWhenAnotherIsReadBack() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job job = rig.loadAll(rig.job("a.csv", List.of(List.of(LoadRig.row(0, 1)))));
    stuckAt("update", Fault.TIMEOUT_AFTER_EFFECT, LoadRig.row(0, 1, Map.of("lastname", "Newer")));
    assertThat(rig.crm.records().values().iterator().next()).containsEntry("lastname", "Newer");
    rig.verifyAll(job, Extent.ALL, () -> {});
    assertThat(rig.differences(job)).isEmpty();
  }
}
