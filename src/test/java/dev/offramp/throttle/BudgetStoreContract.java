package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.throttle.BudgetState.Closing;
import dev.offramp.throttle.BudgetState.Gate;
import dev.offramp.throttle.BudgetState.Outside;
import dev.offramp.throttle.BudgetState.Places;
import dev.offramp.throttle.BudgetState.Tally;
import dev.offramp.throttle.BudgetState.Turn;
import dev.offramp.throttle.BudgetStore.Attempt;
import dev.offramp.throttle.BudgetStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of budgets promises; each store runs all of it. */
public abstract class BudgetStoreContract {
  private static final BudgetState FULL =
      new BudgetState(
          "loader-1#7",
          new Turn("loader-1", 1_800_000_000_000_000L, 1_799_999_998_000_000L, 5, false, true),
          Map.of("calls/P1D", new Tally(Map.of(1_799_971_200_000_000L, 4_711L, -1L, 2L))),
          Map.of("loader-1", new Places(8, 9), "loader-2", new Places(1, 2)),
          new Gate(Gate.Flag.PAUSED, "wait for the accountant", 250, 700, true, true),
          new Closing(1_800_000_010_000_000L, "429", "loader-2"),
          Map.of("calls/PT10S", new Outside(20, 30)));

  private final String key = "test/" + UUID.randomUUID();

  /** The store under test; the same items each time it is called within one test. */
  protected abstract BudgetStore store();

  @Test
  void a_budget_that_nobody_has_written_is_fresh() {
    assertThat(store().read(key)).isEqualTo(new Stored(0, BudgetState.FRESH));
  }

  @Test
  void what_was_written_is_read_whole() {
    Attempt attempt = store().replace(key, 0, FULL);

    assertThat(attempt).isEqualTo(new Attempt(true, new Stored(1, FULL)));
    assertThat(store().read(key)).isEqualTo(new Stored(1, FULL));
  }

  @Test
  void only_who_saw_the_latest_version_replaces_it() {
    store().replace(key, 0, FULL);
    store().replace(key, 1, FULL.marked("second"));

    Attempt late = store().replace(key, 1, FULL.marked("late"));

    assertThat(late).isEqualTo(new Attempt(false, new Stored(2, FULL.marked("second"))));
    assertThat(store().read(key).version()).isEqualTo(2);
  }

  @Test
  void only_one_makes_the_first_version() {
    store().replace(key, 0, FULL.marked("first"));

    Attempt late = store().replace(key, 0, FULL.marked("late"));

    assertThat(late).isEqualTo(new Attempt(false, new Stored(1, FULL.marked("first"))));
  }

  @Test
  void a_version_that_never_was_is_refused() {
    assertThat(store().replace(key, 3, FULL))
        .isEqualTo(new Attempt(false, new Stored(0, BudgetState.FRESH)));
  }

  @Test
  void budgets_do_not_touch_each_other() {
    store().replace(key, 0, FULL);

    assertThat(store().read(key + "/other")).isEqualTo(new Stored(0, BudgetState.FRESH));
  }

  @Test
  void of_many_writers_at_once_each_version_has_one() throws Exception {
    int writers = 8;
    int each = 25;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "writer-" + i;
        tasks.add(
            () -> {
              long done = 0;
              for (int j = 0; j < each; j++) {
                Stored seen = store().read(key);
                if (store().replace(key, seen.version(), FULL.marked(name)).done()) {
                  done++;
                }
              }
              return done;
            });
      }
      long done = 0;
      for (Future<Long> result : pool.invokeAll(tasks)) {
        done += result.get();
      }
      assertThat(store().read(key).version()).isEqualTo(done).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void invariant7_two_throttles_in_turn_never_overshoot() {
    Limits limits = new Limits("test", "t", List.of(calls(10, Duration.ofSeconds(1))));
    JumpingClock clock = new JumpingClock(Instant.parse("2026-11-24T00:00:00Z"));
    VendorServer server = new VendorServer(limits, 1_000);
    try (Throttle one = throttle(limits, "one", clock);
        Throttle two = throttle(limits, "two", clock)) {
      for (int i = 0; i < 40; i++) {
        Throttle throttle = i / 10 % 2 == 0 ? one : two;
        Permit permit = throttle.acquire(Cost.call(), Instant.MAX);
        server.arrive(Micros.of(clock.instant()), 1);
        throttle.report(permit, Feedback.fine());
      }
    }
    assertThat(server.overshoots()).as(server.firstOvershoot()).isZero();
    assertThat(server.served()).isEqualTo(40);
  }

  @Test
  void a_refusal_that_one_throttle_reports_closes_the_budget_for_the_other() {
    Limits limits = new Limits("test", "t", List.of(calls(10, Duration.ofSeconds(1))));
    JumpingClock clock = new JumpingClock(Instant.parse("2026-11-24T00:00:00Z"));
    Instant opens = clock.instant().plusSeconds(60);
    try (Throttle one = throttle(limits, "one", clock);
        Throttle two = throttle(limits, "two", clock)) {
      Permit permit = one.acquire(Cost.call(), Instant.MAX);
      one.report(permit, Feedback.limited(opens, "the vendor said so"));

      assertThatThrownBy(() -> two.acquire(Cost.call(), Instant.MAX))
          .isInstanceOfSatisfying(
              BudgetClosedException.class,
              e -> {
                assertThat(e.opensAt()).isBetween(opens, opens.plusSeconds(1));
                assertThat(e.reason()).isEqualTo("the vendor said so");
              });
      assertThatThrownBy(() -> one.acquire(Cost.call(), Instant.MAX))
          .isInstanceOf(BudgetClosedException.class);
    }
  }

  private Throttle throttle(Limits limits, String holder, JumpingClock clock) {
    return new LeasedThrottle(store(), key, limits, ThrottleSettings.USUAL, holder, clock, clock);
  }

  private static Window calls(long limit, Duration length) {
    return new Window(
        CostUnit.CALLS, limit, length, Window.Rule.SLIDING, Optional.empty(), "test", "");
  }
}
