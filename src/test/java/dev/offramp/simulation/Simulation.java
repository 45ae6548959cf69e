package dev.offramp.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Runs worlds, one seed after another. */
final class Simulation {
  private final Pipeline pipeline = new Pipeline();
  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
  private long calls;

  /** How many calls of ports there were altogether. */
  long calls() {
    return calls;
  }

  /** What happened how often. */
  Map<Fault, Integer> met() {
    return met;
  }

  /**
   * Runs a seed's world.
   *
   * @throws AssertionError if an invariant does not hold: with the seed, its faults, the last
   *     things that happened, and how to see it again
   */
  void run(long seed, Bug bug) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 7);
    Setup setup = Setup.of(random, new Random(seed * 0xC2B2AE3D27D4EB4FL + 11));
    Faults faults = new RandomFaults(random, setup.severity());
    World world = new World(pipeline, random, setup, faults, bug);
    try (world) {
      new Story(world).tell();
    } catch (AssertionError e) {
      throw new AssertionError(told(seed, world, e), e);
    } finally {
      calls += world.calls();
      world.met().forEach((fault, n) -> met.merge(fault, n, Integer::sum));
    }
  }

  private static String told(long seed, World world, AssertionError e) {
    return """
        seed %d: %s
        setup: %s
        faults: %s
        uploads: %s
        destination: %s
        the last things that happened:
        %sagain: ./mvnw -pl src test -Dtest=dev.offramp.simulation.SimulationTest -Dofframp.simulation.first=%d -Dofframp.simulation.seeds=1
        """
        .formatted(
            seed,
            e.getMessage(),
            world.setup,
            world.faults,
            world.migration.uploads(),
            world.crm.records().dump(),
            world.trace,
            seed);
  }
}
