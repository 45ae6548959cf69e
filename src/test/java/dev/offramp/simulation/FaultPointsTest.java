package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every call of a port in a small world, with each thing that can go wrong there, one at a time.
 */
class FaultPointsTest {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.CRASH_BEFORE,
          Fault.CRASH_AFTER,
          Fault.TIMEOUT_AFTER_EFFECT,
          Fault.STORE_THROTTLED,
          Fault.VISIBILITY_OVERLAP);
  private static final int LEAST = 200;

  private final Pipeline pipeline = new Pipeline();

  @Test
  void everyCallSurvivesEveryFault() {
    int points = 0;
    for (boolean unique : new boolean[] {true, false}) {
      int calls = run(new OneFault(0, Fault.NONE), unique);
      for (int call = 1; call <= calls; call++) {
        for (Fault fault : FAULTS) {
          run(fault == Fault.VISIBILITY_OVERLAP ? again(call) : new OneFault(call, fault), unique);
          points++;
        }
      }
    }
    System.out.printf("%d points, each a call and what goes wrong there%n", points);
    assertThat(points).isGreaterThanOrEqualTo(LEAST);
  }

  private Faults again(int call) {
    return new DeliveredAgain(call);
  }

  private int run(Faults faults, boolean unique) {
    Setup setup =
        new Setup(1, 3, unique, 2, Duration.ZERO, "fill", "automatic", "strict", 0, 0, false);
    World world = new World(pipeline, new Random(3), setup, faults, Bug.NONE);
    if (faults instanceof DeliveredAgain again) {
      again.in(world);
    }
    try (world) {
      new Story(world).tell();
    } catch (AssertionError e) {
      throw new AssertionError(faults + ": " + e.getMessage() + "\n" + world.trace, e);
    }
    return world.calls();
  }
}
