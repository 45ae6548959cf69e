package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator finds what is broken on purpose: each variant of {@link Bugs} breaks the invariant
 * that it is known to break.
 */
class PlantedBugsTest {
  private static final int MOST_SEEDS = 600;
  private static final int LEAST = 15;

  /**
   * A bug that is planted.
   *
   * @param invariant the number of the invariant that catches it; 0 is liveness
   * @param seed a seed that is known to show it; the others follow, should it do so no more
   * @param what names it
   */
  record Planted(int invariant, long seed, String what) {
    @Override
    public String toString() {
      return what + ": invariant " + invariant;
    }
  }

  static List<Planted> planted() {
    return List.of(
        new Planted(4, 37, "an intent that is there is replaced by a later one"),
        new Planted(3, 28, "a create without an answer is sent again blindly"),
        new Planted(1, 9, "counters are added to without looking at the chunk's state"),
        new Planted(0, 5, "a lease that somebody holds is given to others too"),
        new Planted(1, 2931, "writes under an old lease are accepted"),
        new Planted(3, 29, "a create is noted as done before it is sent"),
        new Planted(6, 1, "whoever is merely mailable or refused is subscribed"),
        new Planted(5, 44, "a rollback takes back what people have changed"),
        new Planted(5, 1, "a before-image is read again when it is needed"),
        new Planted(1, 1, "outcomes of rows are written twice"),
        new Planted(0, 6, "nobody rings again for bells that got lost"),
        new Planted(7, 5, "the throttle allows twice what the vendor does"),
        new Planted(3, 139, "nobody waits until calls of the loader before have landed"),
        new Planted(2, 1, "the marker is not written"),
        // The ledger says that it has them: so what is seen is that they come a second time.
        new Planted(4, 4, "intents are written after the call"),
        new Planted(9, 1, "an upload is overwritten with what was made of it"),
        new Planted(8, 1, "a note says whom the trouble is about"),
        // Whoever reads so finds what was loaded gone, when it is read back.
        new Planted(0, 1, "the fields of people who were there are taken for empty"),
        new Planted(0, 1, "a loader does not look whether a person has stopped its job"),
        new Planted(7, 1, "what was sent under a larger share does not count"));
  }

  @Test
  void everyBugIsListed() {
    assertThat(planted()).hasSizeGreaterThanOrEqualTo(LEAST);
    assertThat(planted()).extracting(Planted::what).containsExactlyElementsOf(Bugs.all().keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("planted")
  void isCaught(Planted planted) {
    Simulation simulation = new Simulation();
    LongStream seeds = LongStream.rangeClosed(1, MOST_SEEDS);
    for (long seed : LongStream.concat(LongStream.of(planted.seed()), seeds).toArray()) {
      try {
        simulation.run(seed, Bugs.all().get(planted.what()));
      } catch (AssertionError e) {
        assertThat(e.getCause()).as(e.getMessage()).isInstanceOf(Violation.class);
        assertThat(((Violation) e.getCause()).invariant())
            .as(e.getMessage())
            .isEqualTo(planted.invariant());
        return;
      }
    }
    throw new AssertionError(planted.what() + ": not caught by " + MOST_SEEDS + " seeds");
  }
}
