package dev.offramp.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A destination that allows a few calls a day: the job takes longer than SQS keeps a message, and
 * nobody waits inside a function, nor is a message received in a loop.
 */
class ThirtyDaysTest {
  private static final int CALLS_A_DAY = 4;
  private static final Duration LONGEST = Duration.ofDays(200);

  @Test
  void aJobLongerThanAMessageLives() {
    Setup setup =
        new Setup(3, 40, true, 5, Duration.ZERO, "fill", "automatic", "strict", 0, 0, false);
    World world =
        new World(new Pipeline(), new Random(5), setup, new OneFault(0, Fault.NONE), Bug.NONE);
    world.allowADay(CALLS_A_DAY);
    try (world) {
      Duration took = new Story(world).load(LONGEST);
      System.out.printf("loaded in %d days, %d calls%n", took.toDays(), world.limits.calls());
      assertThat(took).isGreaterThan(Duration.ofDays(30));
      assertThat(world.functions.longest()).isLessThan(Duration.ofMinutes(1));
      assertThat(world.queues.received()).isLessThan(took.toDays() * 20 + 200);
      assertThat(world.queues.dead()).isEmpty();
    }
  }
}
