package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.throttle.BudgetClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is read while the chunks before are loaded is not taken for what these have changed. */
class ReadAheadTest {
  private static final int SIZE = 2;

  private static LoadRig rig(boolean strict) {
    LoadRig rig = new LoadRig(new FakeCrm(SIZE));
    rig.strict = strict;
    return rig;
  }

  /** The places of the calls that begin with a word. */
  private static List<Integer> places(FakeCrm crm, String word) {
    List<String> calls = crm.calls();
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < calls.size(); place++) {
      if (calls.get(place).startsWith(word)) {
        places.add(place);
      }
    }
    return places;
  }

  @Test
  void aChunkIsReadBeforeTheOneBeforeItIsChanged() {
    LoadRig rig = rig(false);
    rig.loadAll(rig.job("a.csv", LoadRig.people(0, 8, SIZE)));
    assertThat(places(rig.crm, "read")).as(rig.crm.calls().toString()).hasSize(4);
    assertThat(places(rig.crm, "create")).hasSize(4);
    for (int chunk = 1; chunk < 4; chunk++) {
      assertThat(places(rig.crm, "read").get(chunk))
          .isLessThan(places(rig.crm, "create").get(chunk - 1));
    }
    assertThat(places(rig.crm, "read").get(3))
        .as("it begins at the end of the last but one, and not before")
        .isGreaterThan(places(rig.crm, "create").get(1));
  }

  @Test
  void nothingIsReadAheadInStrictOrder() {
    LoadRig rig = rig(true);
    rig.loadAll(rig.job("a.csv", LoadRig.people(0, 8, SIZE)));
    for (int chunk = 1; chunk < 4; chunk++) {
      assertThat(places(rig.crm, "read").get(chunk))
          .isGreaterThan(places(rig.crm, "create").get(chunk - 1));
    }
  }

  /** What was begun comes when somebody waits for it. */
  private static Lanes late() {
    return new SingleLanes() {
      @Override
      public <T> Begun<T> begin(Supplier<T> work) {
        List<T> done = new ArrayList<>();
        return () -> {
          if (done.isEmpty()) {
            done.add(work.get());
          }
          return done.get(0);
        };
      }
    };
  }

  /** Not a call of it is made, however many it would take. */
  @Test
  void aTurnThatEndsEarlyReadsNothingFurther() {
    LoadRig rig = rig(false);
    rig.lanes = late();
    rig.destination =
        CrmAround.of(
            rig.crm,
            (call, args, right) -> {
              if (call.equals("create")) {
                throw new BudgetClosedException(LoadRig.START.plusSeconds(30), "closed");
              }
              return right.run();
            });
    Job job = rig.job("a.csv", LoadRig.people(0, 8, SIZE));
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(places(rig.crm, "read")).as("of the first chunk alone").hasSize(1);
    rig.destination = rig.crm;
    assertThat(rig.loadAll(job).allLoaded()).isTrue();
    assertThat(places(rig.crm, "create")).hasSize(4);
  }

  /** Every row asks for a permission, but for one that comes again and says nothing. */
  private static List<List<DesiredRecord>> chunks(int again) {
    List<List<DesiredRecord>> chunks = new ArrayList<>();
    for (int chunk = 0; chunk < 4; chunk++) {
      chunks.add(new ArrayList<>());
      for (int place = 0; place < SIZE; place++) {
        int row = chunk * SIZE + place;
        chunks.get(chunk).add(saying(ConsentOrder.SUBSCRIBE, LoadRig.row(row, row)));
      }
    }
    DesiredRecord later = LoadRig.row(2 * SIZE, again, Map.of("city", "Springfield"));
    chunks.get(2).set(0, saying(ConsentOrder.LEAVE, later));
    return chunks;
  }

  private static DesiredRecord saying(ConsentOrder consent, DesiredRecord row) {
    return LoadRig.like(row, row.email(), row.tags(), consent);
  }

  /** Invariants 1 and 6: the same becomes of every row, whatever was read when. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whoCameWithOneOfTheTwoChunksBeforeIsReadAgain(int again) {
    LoadRig strict = rig(true);
    Job inOrder = strict.loadAll(strict.job("a.csv", chunks(again)));
    LoadRig rig = rig(false);
    Job job = rig.loadAll(rig.job("a.csv", chunks(again)));
    Map<Long, RowOutcome> outcomes = rig.outcomes(job);
    assertThat(outcomes.get(2L * SIZE).outcome()).isEqualTo(Outcome.MERGED);
    assertThat(outcomes).isEqualTo(strict.outcomes(inOrder));
    assertThat(rig.crm.dump()).isEqualTo(strict.crm.dump());
    assertThat(rig.crm.consent(List.of("p" + again + "@example.com")).values())
        .as("the permission is taken back")
        .extracting(ConsentRecord::state)
        .containsOnly(ConsentState.UNSPECIFIED);
  }
}
