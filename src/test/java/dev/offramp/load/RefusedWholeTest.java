package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentState;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A batch that is refused whole because of one of its lines harms that line only, whatever the
 * batch does: HubSpot promises answers row by row for the making of contacts alone.
 */
class RefusedWholeTest {
  private static final int PEOPLE = 9;

  private final LoadRig rig = new LoadRig(new FakeCrm(20));

  private Job load() {
    return rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, PEOPLE)));
  }

  private UndoSummary undo(Job job) {
    assertThat(rig.undoAll(job).state()).isEqualTo(JobState.ROLLED_BACK);
    return new UndoFiles(rig.files).report(rig.now(job)).orElseThrow().summary();
  }

  @Test
  void invariant6_oneAddressThatIsRefusedKeepsNobodysRefusalOut() {
    rig.crm.spoil("p3@example.com");
    load();
    assertThat(rig.crm.consent(Set.of("p0@example.com", "p6@example.com")).values())
        .allMatch(record -> record.state() == ConsentState.OPTED_OUT);
  }

  @Test
  void oneRecordThatCannotJoinKeepsNobodyOffTheList() {
    String third = "r3";
    rig.crm.spoil(third);
    Job job = load();
    Set<String> onTheList = new HashSet<>();
    rig.crm
        .memberships(rig.crm.records().keySet())
        .forEach((id, lists) -> onTheList.addAll(lists.contains("news") ? Set.of(id) : Set.of()));
    assertThat(onTheList).hasSize(PEOPLE - 1).doesNotContain(third);
    assertThat(job.counters().created()).isEqualTo(PEOPLE);
  }

  @Test
  void invariant5_oneRecordThatCannotGoKeepsNobodyElse() {
    Job job = load();
    String kept = rig.outcomes(job).get(4L).remoteId();
    rig.crm.spoil(kept);
    UndoSummary summary = undo(job);
    assertThat(rig.crm.records().keySet()).containsExactly(kept);
    assertThat(summary.left())
        .extracting(UndoSummary.Left::remoteId)
        .contains(kept)
        .allMatch(id -> id.equals(kept) || id.isEmpty() || !id.startsWith("r"));
  }

  @Test
  void invariant5_oneRecordThatCannotBePutBackKeepsNobodyElse() {
    String first = rig.crm.person(Map.of("email", "p1@example.com"));
    String second = rig.crm.person(Map.of("email", "p2@example.com"));
    Job job = load();
    rig.crm.spoil(first);
    UndoSummary summary = undo(job);
    assertThat(rig.crm.records().get(second).getOrDefault("lastname", "")).isEmpty();
    assertThat(rig.crm.records().get(first)).containsEntry("lastname", "Person1");
    assertThat(summary.left()).extracting(UndoSummary.Left::remoteId).contains(first);
  }
}
