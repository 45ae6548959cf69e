package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SleepingWaiterTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void it_asks_the_clock_until_the_instant_has_come() {
    AtomicInteger asked = new AtomicInteger();
    InstantSource clock = () -> NOW.plusMillis(asked.getAndIncrement());
    new SleepingWaiter(clock).waitUntil(NOW.plusMillis(3));
    assertThat(asked).hasValue(4);
  }

  @Test
  void an_instant_that_has_passed_is_not_waited_for() {
    new SleepingWaiter(InstantSource.fixed(NOW)).waitUntil(NOW.minusSeconds(1));
  }

  @Test
  void an_interruption_ends_the_wait_and_is_not_lost() {
    SleepingWaiter waiter = new SleepingWaiter(InstantSource.fixed(NOW));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> waiter.waitUntil(NOW.plus(Duration.ofHours(1))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
