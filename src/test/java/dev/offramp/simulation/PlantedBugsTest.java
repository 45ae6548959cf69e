package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator finds what is broken on purpose: each variant of {@link Bugs} is caught. */
class PlantedBugsTest {
  private static final int MOST_SEEDS = 600;
  private static final int LEAST = 15;

  static Stream<String> bugs() {
    assertThat(Bugs.all()).hasSizeGreaterThanOrEqualTo(LEAST);
    return Bugs.all().keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isCaught(String bug) {
    Simulation simulation = new Simulation();
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      try {
        simulation.run(seed, Bugs.all().get(bug));
      } catch (AssertionError e) {
        String how = e.getMessage().lines().findFirst().orElseThrow();
        System.out.printf("%s: caught, %s%n", bug, how);
        return;
      }
    }
    throw new AssertionError(bug + ": not caught by " + MOST_SEEDS + " seeds");
  }
}
