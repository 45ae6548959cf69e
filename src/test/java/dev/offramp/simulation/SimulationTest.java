package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole pipeline in made-up worlds, seed after seed: every invariant of CONTRIBUTING.md after
 * every call of a port, and in the end the destination as it was.
 */
class SimulationTest {
  private static final int SEEDS = 10_000;

  /** What a run of the tests takes that nobody asked for more. */
  private static final int USUAL = 200;

  private static final int KINDS = 20;

  private final AtomicLong calls = new AtomicLong();
  private final Set<Fault> met = ConcurrentHashMap.newKeySet();
  private final Queue<AssertionError> red = new ConcurrentLinkedQueue<>();

  @Test
  void everyInvariantHoldsAtEverySeed() throws InterruptedException {
    long first = Long.getLong("offramp.simulation.first", 1);
    long seeds = Long.getLong("offramp.simulation.seeds", USUAL);
    int slices = Integer.getInteger("offramp.simulation.slices", processors());
    AtomicLong next = new AtomicLong(first);
    long begun = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      Thread thread = new Thread(() -> run(next, first + seeds), "slice-" + slice);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "%d seeds in %.0f s, %d calls of ports, faults: %s%n",
        seeds, (System.nanoTime() - begun) / 1e9, calls.get(), met);
    assertThat(red).isEmpty();
    assertThat(next.get()).isEqualTo(first + seeds + slices);
    if (seeds >= SEEDS) {
      assertThat(met).hasSizeGreaterThanOrEqualTo(KINDS);
    }
  }

  /**
   * Seeds that were red: a permission that later rows did not take back (2222, 2300), a refusal
   * that did not reach an earlier address (3800), a value of a job that stood still (7889), consent
   * of an address that two records bear (8384), a refusal that was made during the rollback (8887),
   * somebody made by a job that stood still before it knew (8350), two intents about one row, on
   * pages that begin with different rows (9605), a refusal that was still to come when another job
   * was read back (1460), jobs that took turns and were taken back as wholes (432, 2022), a record
   * of ours that was taken for another job's (9322), a tag of a job that stood still (2757), a
   * marker that another job wrote first (331), what rollbacks one after another left of each
   * other's values (70, 908, 3001, 7538, 13488), calls of theirs that nobody saw land (3716,
   * 18569).
   */
  @ParameterizedTest
  @ValueSource(
      longs = {
        70, 331, 432, 908, 1460, 2022, 2222, 2300, 2757, 3001, 3716, 3800, 7538, 7889, 8350, 8384,
        8887, 9322, 9605, 11342, 13488, 18569
      })
  void whatWasRedOnceStaysGreen(long seed) {
    assertThatCode(() -> new Simulation().run(seed, Bug.NONE)).doesNotThrowAnyException();
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** One core's share: seed after seed, each of them single-threaded and the same every time. */
  private void run(AtomicLong next, long end) {
    Simulation simulation = new Simulation();
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      try {
        simulation.run(seed, Bug.NONE);
      } catch (AssertionError e) {
        red.add(e);
      } catch (RuntimeException e) {
        red.add(new AssertionError("seed " + seed + ": the simulator itself failed", e));
      }
    }
    calls.addAndGet(simulation.calls());
    met.addAll(simulation.met().keySet());
  }
}
