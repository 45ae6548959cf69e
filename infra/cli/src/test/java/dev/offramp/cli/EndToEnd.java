package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.RowOutcome;
import dev.offramp.report.JobReporter;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.kartra.Truth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template, the functions' deployable artifacts in processes of their own, the services' real
 * protocols, and a destination that misbehaves: afterwards every row has exactly one outcome,
 * nobody is doubled, and a rollback leaves the destination as it was.
 *
 * <p>A class for each place where the services can be says where that is; the tests are the same.
 */
abstract class EndToEnd {
  private static final int CHUNK_ROWS = 100;

  @TempDir Path folder;
  private EndToEndCloud cloud;
  private String migration;

  /** Where the services are; none: in this process. */
  abstract Optional<URI> services();

  @BeforeEach
  void name(TestInfo info) {
    migration = info.getTestMethod().orElseThrow().getName().replaceAll("[^A-Za-z0-9]", "");
  }

  @AfterEach
  void stop() {
    if (cloud != null) {
      cloud.close();
    }
  }

  private void start(FaultPlan faults, int chunkRows, boolean everythingTwice) throws IOException {
    cloud = EndToEndCloud.start(services(), folder, migration, faults, chunkRows, everythingTwice);
  }

  private void everyRowEndedOnceAndNobodyIsDoubled(Job job, Truth truth) {
    assertThat(job.counters().pending()).as("invariant 1").isZero();
    assertThat(job.counters().parsed()).isEqualTo(truth.rows());
    assertThat(job.counters().rejected()).isEqualTo(truth.broken());
    assertThat(job.counters().merged()).isEqualTo(truth.repeats());
    assertThat(job.counters().created() + job.counters().updated() + job.counters().unchanged())
        .isEqualTo(truth.people());
    Set<Long> rows = new HashSet<>();
    for (String part : JobReporter.OUTCOME_FOLDERS) {
      for (String file : cloud.parts().files().list(job.id(), part)) {
        for (RowOutcome row : cloud.parts().files().readLines(file, RowOutcome.class)) {
          assertThat(rows.add(row.row())).as("invariant 1: row %d once", row.row()).isTrue();
        }
      }
    }
    assertThat(rows).hasSize((int) truth.rows());
    Map<String, String> seen = new HashMap<>();
    cloud
        .hubspot()
        .api()
        .dump()
        .path("contacts")
        .properties()
        .forEach(
            contact -> {
              String email = contact.getValue().path("email").asText();
              assertThat(seen.put(email, contact.getKey()))
                  .as("invariant 3: %s once", contact.getKey())
                  .isNull();
            });
  }

  @Test
  void invariants1And3_everyEventAndEveryMessageTwice() throws Exception {
    start(FaultPlan.none(30), CHUNK_ROWS, true);
    Truth truth = cloud.upload(600);
    Job job = cloud.completed();
    everyRowEndedOnceAndNobodyIsDoubled(job, truth);
    assertThat(cloud.parts().jobs().list("")).as("one upload, one job").hasSize(1);
    assertThat(cloud.hubspot().stats().path("refusedForTheLimit").asInt())
        .as("invariant 7")
        .isZero();
    cloud.rollback(job);
    cloud.undone();
  }

  @Test
  void invariants1To5_functionsAreKilledInMidCallAndInMidFile() throws Exception {
    int chunkRows = 50;
    start(FaultPlan.none(60), chunkRows, false);
    Truth truth = cloud.upload(1200);
    cloud.await("the parser is in mid-file", j -> j.chunks() >= 2);
    cloud.killAtWork("Parser");
    assertThat(cloud.await("seen", j -> true).counters().parsed())
        .as("rows read when the parser was killed")
        .isBetween(2L * chunkRows, truth.rows() - 1);
    for (int chunk : new int[] {1, 8, 16}) {
      Job now = cloud.await("chunk " + chunk + " is loaded", j -> j.chunksLoaded() >= chunk);
      assertThat(now.state()).as("loading goes on").isEqualTo(JobState.LOADING);
      cloud.killAtWork("Loader");
    }
    Job job = cloud.completed();
    everyRowEndedOnceAndNobodyIsDoubled(job, truth);
    cloud.rollback(job);
    cloud.await("the rollback is under way", j -> j.reason().startsWith("undoing chunk"));
    cloud.killAtWork("Rollback");
    cloud.undone();
  }

  @Test
  void invariant3_fivePercentOfTheCallsTimeOutAfterTheirEffect() throws Exception {
    start(new FaultPlan(EndToEndCloud.SEED, 30, 50, 20, 20, 20, 20, 20, 2500), CHUNK_ROWS, false);
    Truth truth = cloud.upload(800);
    Job job = cloud.completed();
    everyRowEndedOnceAndNobodyIsDoubled(job, truth);
    assertThat(cloud.hubspot().stats().path("timedOutAfterEffect").asInt())
        .as("time-outs after effect, by the end of the load")
        .isPositive();
    cloud.rollback(job);
    cloud.undone();
  }

  /**
   * That the rollback, which knows the ledger alone, leaves the destination as it was, shows that
   * nothing was done without an entry.
   */
  @Test
  void invariants1To5_fiveThousandWithRandomKillsDoubledMessagesAndTimeOuts() throws Exception {
    int chunkRows = 250;
    start(new FaultPlan(EndToEndCloud.SEED, 30, 50, 0, 0, 0, 0, 0, 2500), chunkRows, true);
    Truth truth = cloud.upload(5_000);
    Map<String, Integer> killed;
    try (RandomKills kills = cloud.kills()) {
      cloud.await("nearly loaded", j -> j.chunksLoaded() >= 18);
      killed = kills.killed();
    }
    assertThat(killed.values().stream().mapToInt(Integer::intValue).sum())
        .as("killed: %s", killed)
        .isGreaterThan(3);
    assertThat(killed).containsKey("Loader");
    Job job = cloud.completed();
    everyRowEndedOnceAndNobodyIsDoubled(job, truth);
    assertThat(cloud.hubspot().stats().path("timedOutAfterEffect").asInt())
        .as("time-outs after effect, by the end of the load")
        .isGreaterThan(2);
    assertThat(cloud.hubspot().stats().path("refusedForTheLimit").asInt())
        .as("invariant 7")
        .isZero();
    cloud.rollback(job);
    cloud.undone();
  }

  @Test
  void invariant5_aRollbackInMidLoad() throws Exception {
    start(FaultPlan.none(60), CHUNK_ROWS, false);
    cloud.upload(1500);
    Job loading =
        cloud.await("in mid-load", j -> j.state() == JobState.LOADING && j.chunksLoaded() >= 3);
    cloud.rollback(loading);
    cloud.undone();
  }
}
