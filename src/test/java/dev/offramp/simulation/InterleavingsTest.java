package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two loaders with the same three rows, in every order in which their calls of ports can follow one
 * another with up to two switches between them, or as many as are asked for; invariants 1 to 9 are
 * looked at after every call. The first loader's lease runs out at the first switch, so that both
 * believe that the account is theirs. Reads of files that nobody writes are no points to switch at:
 * their order makes no difference.
 */
class InterleavingsTest {
  private static final int MOST_SWITCHES = Integer.getInteger("offramp.simulation.switches", 2);

  private static final int LEAST = 400;

  private final Map<String, Integer> makers = new TreeMap<>();
  private int orders;

  @ParameterizedTest(name = "the destination refuses doubles: {0}")
  @ValueSource(booleans = {true, false})
  void everyOrderOfTwoLoaders(boolean unique) {
    Setup setup =
        new Setup(1, 3, unique, 2, Duration.ZERO, "fill", "required", "strict", 0, 0, false);
    Scene scene = new Scene(new Pipeline(), setup);
    Deque<List<Integer>> open = new ArrayDeque<>();
    open.add(List.of());
    while (!open.isEmpty()) {
      List<Integer> lengths = open.remove();
      int last = run(scene, lengths);
      // Wherever the last turn was on, it could also have been cut off.
      for (int length = 1; length < last && lengths.size() < MOST_SWITCHES; length++) {
        List<Integer> longer = new ArrayList<>(lengths);
        longer.add(length);
        open.add(longer);
      }
    }
    System.out.printf("%d orders of two loaders; records asked for by %s%n", orders, makers);
    assertThat(orders).isGreaterThan(LEAST);
    assertThat(makers).containsKeys("first", "second", "first and second");
  }

  /** Runs an order to its end; how many calls its last turn had. */
  private int run(Scene scene, List<Integer> lengths) {
    Switches switches = new Switches(lengths);
    World world = scene.put(switches);
    try (world) {
      scene.load(world);
      scene.settle(world);
      int last = switches.lastSteps();
      scene.finish(world);
      orders++;
      makers.merge(switches.makers(), 1, Integer::sum);
      return last;
    } catch (AssertionError e) {
      throw new AssertionError(switches + ": " + e.getMessage() + "\n" + world.trace, e);
    }
  }
}
