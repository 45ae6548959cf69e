package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The whole pipeline in made-up worlds, seed after seed: every invariant of CONTRIBUTING.md after
 * every call of a port, and in the end the destination as it was.
 */
class SimulationTest {
  private static final int SEEDS = 10_000;

  /** What every run of the tests takes; the rest is a command away. */
  private static final int USUAL = 200;

  private static final int KINDS = 20;

  @Test
  void everyInvariantHoldsAtEverySeed() {
    long first = Long.getLong("offramp.simulation.first", 1);
    long seeds = Long.getLong("offramp.simulation.seeds", USUAL);
    Simulation simulation = new Simulation();
    for (long seed = first; seed < first + seeds; seed++) {
      simulation.run(seed, Bug.NONE);
    }
    System.out.printf(
        "%d seeds, %d calls of ports, faults: %s%n", seeds, simulation.calls(), simulation.met());
    if (seeds >= SEEDS) {
      assertThat(simulation.met().keySet()).hasSizeGreaterThanOrEqualTo(KINDS);
    }
  }
}
