package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import dev.offramp.verify.Extent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that stand still in the middle of a chunk while another one loads the same people. */
class BegunElsewhereTest {
  private static final DesiredRecord PERSON = LoadRig.row(0, 1);

  private LoadRig rig;

  @BeforeEach
  void anAccountThatDoesNotRefuseDoubles() {
    rig = new LoadRig(new FakeCrm(4, false));
  }

  /** A job that stands still because a call is never answered, and is paused then. */
  private Job stuckAt(String failing, DesiredRecord row) {
    Job job = rig.job("stuck.csv", List.of(List.of(row)));
    rig.crm.failWith(call -> call.equals(failing) ? Fault.TIMEOUT_BEFORE_EFFECT : Fault.NONE);
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    move(job, JobState.LOADING, JobEvent.PAUSE);
    rig.crm.failWith(call -> Fault.NONE);
    return job;
  }

  private void move(Job job, JobState from, JobEvent event) {
    assertThat(rig.jobs.transition(job.id(), from, event, "", rig.clock.instant())).isPresent();
  }

  private Job resumed(Job job) {
    move(job, JobState.PAUSED, JobEvent.RESUME);
    return rig.loadAll(job);
  }

  private Job other(DesiredRecord row) {
    return rig.loadAll(rig.job("other.csv", List.of(List.of(row))));
  }

  /** The records without what is empty. */
  private String people() {
    return rig.crm.dump().lines().findFirst().orElseThrow();
  }

  @Test
  void invariant3_whoWasMadeByAnotherJobMeanwhileIsNotMadeAgain() {
    Job stuck = stuckAt("create", PERSON);
    Job other = other(LoadRig.row(0, 2, Map.of("email", PERSON.email())));
    resumed(stuck);
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.outcomes(other).get(0L).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(rig.outcomes(stuck).get(0L).outcome()).isEqualTo(Outcome.MERGED);
  }

  @Test
  void invariant3_whomAStuckJobHasMadeIsNotTakenForSomebodyElses() {
    rig.existing = ExistingPolicy.SKIP;
    Job stuck = stuckAt("writeConsent", PERSON);
    assertThat(rig.crm.records()).hasSize(1);
    Job other = other(LoadRig.row(0, 2, Map.of("email", PERSON.email(), "city", "Turin")));
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.outcomes(other).get(0L).detail()).isEqualTo("into " + stuck.id() + "/0");
    assertThat(rig.crm.records().values().iterator().next()).containsEntry("city", "Turin");
  }

  @Test
  void invariant3_aMarkerThatAnotherJobWroteIsNoProofOfACreate() {
    String id = rig.crm.person(Map.of("email", "old@example.com", "lastname", "Before"));
    String before = people();
    Job stuck = stuckAt("create", PERSON);
    Job other = other(LoadRig.row(0, 1, Map.of("email", "old@example.com")));
    resumed(stuck);
    assertThat(rig.crm.records()).containsOnlyKeys(id);
    assertThat(rig.outcomes(stuck).get(0L).outcome()).isEqualTo(Outcome.MERGED);
    rig.undoAll(stuck);
    rig.undoAll(other);
    assertThat(people()).isEqualTo(before);
  }

  @Test
  void invariant3_anInheritedChangeIsLookedAtBeforeItIsSentAgain() {
    rig.existing = ExistingPolicy.OVERWRITE;
    String id =
        rig.crm.person(Map.of("email", PERSON.email(), "lastname", "Before", "city", "Rome"));
    Job stuck = stuckAt("update", LoadRig.row(0, 1, Map.of("city", "Turin")));
    rig.crm.edit(id, "city", "By hand");
    resumed(stuck);
    assertThat(rig.crm.records().get(id))
        .containsEntry("city", "By hand")
        .containsEntry("lastname", "Person1");
    rig.undoAll(stuck);
    assertThat(rig.crm.records().get(id))
        .containsEntry("city", "By hand")
        .containsEntry("lastname", "Before");
  }

  /** Tags add up: what became of the others is no reason to leave ours out, or to send them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "somebody added one, old, old;own, old;own;vip",
    "somebody took one off, old;own, own, own;vip",
    "somebody took all off, old;own, '', vip",
    "ours is there, old, old;vip, old;vip"
  })
  void invariant3_anInheritedTagIsAddedToThoseThatAreThereNow(
      String what, String before, String edited, String then) {
    String id = tagged(before);
    Job stuck = stuckAt("update", PERSON);
    rig.crm.edit(id, "tags", edited);
    resumed(stuck);
    assertThat(rig.crm.records().get(id)).as(what).containsEntry("tags", then);
    rig.undoAll(stuck);
    String left = edited.replace(";vip", "");
    assertThat(rig.crm.records().get(id).getOrDefault("tags", "")).as(what).isEqualTo(left);
  }

  @Test
  void invariant5_tagsOfJobsThatTookTurnsStandTogetherAndGoTogether() {
    String id = tagged("old");
    String before = people();
    Job stuck = stuckAt("update", PERSON);
    Job other = other(LoadRig.like(PERSON, PERSON.email(), List.of("lead"), PERSON.consent()));
    resumed(stuck);
    assertThat(rig.crm.records().get(id)).containsEntry("tags", "old;lead;vip");
    rig.request(stuck);
    rig.undoAll(other);
    assertThat(people()).isEqualTo(before);
  }

  /** A person with two ids at Kartra has one of them as its marker: whichever came first. */
  @Test
  void aMarkerThatAnotherJobWroteFirstIsNoDifference() {
    String id = rig.crm.person(Map.of("email", PERSON.email(), "lastname", "Before"));
    Job stuck = stuckAt("update", PERSON);
    other(LoadRig.row(0, 2, Map.of("email", PERSON.email())));
    move(stuck, JobState.PAUSED, JobEvent.RESUME);
    rig.verifyAll(stuck, Extent.ALL, () -> {});
    assertThat(rig.crm.records().get(id)).containsEntry("marker", "2");
    assertThat(rig.differences(stuck)).isEmpty();
  }

  private String tagged(String tags) {
    rig.crm.field(
        Definition.choice(
            "tags", "Tags", Definition.ValueType.MULTIPLE_CHOICE, List.of("old", "own")));
    return rig.crm.person(Map.of("email", PERSON.email(), "lastname", "Before", "tags", tags));
  }

  @Test
  void invariant5_somebodyElsesRecordStaysThoughAnotherJobWroteAllOfItAlready() {
    rig.existing = ExistingPolicy.OVERWRITE;
    Job stuck = stuckAt("create", PERSON);
    rig.crm.person(Map.of("email", PERSON.email(), "lastname", "By hand"));
    String before = people();
    Job other = other(PERSON);
    resumed(stuck);
    assertThat(rig.crm.records()).hasSize(1);
    assertThat(rig.outcomes(stuck).get(0L).outcome()).isEqualTo(Outcome.MERGED);
    rig.undoAll(stuck);
    rig.undoAll(other);
    assertThat(people()).isEqualTo(before);
  }

  /** A first try lands after it was looked up, so the second one meets what it made itself. */
  @Test
  void invariant5_whomAStuckJobMetInItsOwnSecondTryIsItsOwn() {
    rig = new LoadRig(new FakeCrm(4));
    rig.existing = ExistingPolicy.OVERWRITE;
    List<String> calls = new ArrayList<>();
    List<CrmAround.Right> late = new ArrayList<>();
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              calls.add(call);
              if (call.equals("create") && late.isEmpty()) {
                late.add(right);
                throw new UnknownOutcomeException("timed out", null);
              }
              if (call.equals("read") && Collections.frequency(calls, "create") > 1) {
                throw new UnknownOutcomeException("timed out", null);
              }
              Object answer = right.run();
              if (call.equals("read") && !late.isEmpty()) {
                late.get(0).run();
              }
              return answer;
            });
    Job stuck = rig.job("stuck.csv", List.of(List.of(PERSON)));
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    move(stuck, JobState.LOADING, JobEvent.PAUSE);
    rig.destination = rig.crm;
    assertThat(rig.crm.records()).hasSize(1);
    Job other = other(LoadRig.row(0, 1, Map.of("city", "Turin")));
    assertThat(rig.outcomes(other).get(0L).detail()).isEqualTo("into " + stuck.id() + "/0");
    resumed(stuck);
    assertThat(rig.outcomes(stuck).get(0L).outcome()).isEqualTo(Outcome.CREATED);
    rig.undoAll(other);
    rig.undoAll(stuck);
    assertThat(rig.crm.records()).isEmpty();
  }

  /** Both meant to make one person, each with an address of its own; only one of them did. */
  @Test
  void invariant5_whatALoaderMadeBeforeItDiedIsNotTakenForAStuckJobs() {
    Job stuck = stuckAt("create", LoadRig.row(0, 1, Map.of("email", "p1x@example.com")));
    rig.clock.advance(Duration.ofMinutes(5));
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              Object answer = right.run();
              if (call.equals("create")) {
                throw new IllegalStateException("the process ends");
              }
              return answer;
            });
    Job other = rig.job("other.csv", List.of(List.of(PERSON)));
    assertThatThrownBy(() -> rig.loader().handle(LoadRig.ACCOUNT, rig.deadline()))
        .hasMessage("the process ends");
    rig.destination = rig.crm;
    rig.clock.advance(LoadRig.LEASE.multipliedBy(2));
    rig.loadAll(other);
    assertThat(rig.outcomes(other).get(0L).outcome()).isEqualTo(Outcome.CREATED);
    rig.request(stuck);
    rig.undoAll(other);
    assertThat(rig.now(stuck).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.records()).isEmpty();
  }
}
