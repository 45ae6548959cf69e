package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Job;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Records that are made in another order than their rows are counted, each pair and each row. */
class CreationOrderTest {

  @Test
  void theCountIsWhatEveryPairComesTo() {
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      List<Integer> places = new ArrayList<>();
      for (int place = 0; place < random.nextInt(40); place++) {
        places.add(place);
      }
      Collections.shuffle(places, random);
      long pairs = 0;
      long rows = 0;
      for (int later = 0; later < places.size(); later++) {
        int at = later;
        long before = places.subList(0, later).stream().filter(p -> p > places.get(at)).count();
        pairs += before;
        rows += before > 0 ? 1 : 0;
      }
      assertThat(CreationOrder.count(places)).isEqualTo(new CreationOrder.Count(rows, pairs));
    }
  }

  /** Answers come in the opposite order of the calls. */
  private static final class Backwards extends SingleLanes {
    @Override
    public <T> List<T> run(List<Supplier<T>> calls) {
      List<T> results = new ArrayList<>();
      for (int i = calls.size() - 1; i >= 0; i--) {
        results.add(0, calls.get(i).get());
      }
      return results;
    }
  }

  private static CreationOrder.Count loaded(LoadRig rig) {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, 12, 6)));
    assertThat(job.counters().created()).isEqualTo(12);
    return new CreationOrder(rig.files).of(job);
  }

  @Test
  void oneAfterAnotherNothingIsOutOfOrder() {
    LoadRig rig = new LoadRig(new FakeCrm(2));
    assertThat(loaded(rig)).isEqualTo(CreationOrder.Count.NONE);
    assertThat(rig.objects.list("work/")).noneMatch(key -> key.contains("/order/"));
  }

  @Test
  void callsThatAreAnsweredBackwardsAreCountedByPairAndByRow() {
    LoadRig rig = new LoadRig(new FakeCrm(2));
    rig.lanes = new Backwards();
    rig.strict = false;
    // In each of two chunks three calls of two: the first two calls' rows come after later ones.
    assertThat(loaded(rig)).isEqualTo(new CreationOrder.Count(2 * 4, 2 * 12));
  }

  @Test
  void strictIsInOrderWhateverTheLanesDo() {
    LoadRig rig = new LoadRig(new FakeCrm(2));
    rig.lanes = new Backwards();
    assertThat(loaded(rig)).isEqualTo(CreationOrder.Count.NONE);
  }

  @Test
  void whoseCallFailedAndWasRepeatedCameLater() {
    LoadRig rig = new LoadRig(new FakeCrm(2));
    boolean[] first = {true};
    rig.crm.failWith(
        call -> {
          boolean fails = call.equals("create") && first[0];
          first[0] &= !fails;
          return fails ? Fault.TIMEOUT_BEFORE_EFFECT : Fault.NONE;
        });
    // The first call of the first chunk is made again after the other two: 2 rows, each after 4.
    assertThat(loaded(rig)).isEqualTo(new CreationOrder.Count(2, 8));
  }

  @Test
  void theOrderIsKnownAfterADeathToo() {
    LoadRig rig = new LoadRig(new FakeCrm(2));
    rig.lanes = new Backwards();
    rig.strict = false;
    int[] creates = {0};
    rig.crm.failWith(
        call -> {
          if (call.equals("create") && ++creates[0] == 3) {
            throw new IllegalStateException("dead");
          }
          return Fault.NONE;
        });
    Job job = rig.job("a.csv", LoadRig.people(0, 6, 6));
    try {
      rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    } catch (IllegalStateException e) {
      rig.clock.advance(LoadRig.LEASE.multipliedBy(3));
    }
    Job done = rig.loadAll(job);
    assertThat(done.counters().created()).isEqualTo(6);
    assertThat(new CreationOrder(rig.files).of(done)).isEqualTo(new CreationOrder.Count(4, 12));
  }
}
