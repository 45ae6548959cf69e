package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.throttle.BudgetState.Gate;
import dev.offramp.throttle.Feedback.Reading;
import dev.offramp.throttle.Feedback.Verdict;
import dev.offramp.throttle.Window.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The throttle as a loader meets it. */
class LeasedThrottleTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final String KEY = "hubspot/4711";
  private static final Feedback FINE = Feedback.fine();

  private final InMemoryBudgetStore store = new InMemoryBudgetStore();
  private final BudgetControl control = new BudgetControl(store);
  private final JumpingClock clock = new JumpingClock(START);

  private static Window sliding(CostUnit unit, long limit, Duration length) {
    return new Window(unit, limit, length, Rule.SLIDING, Optional.empty(), "test", "");
  }

  private static final Window TEN_SECONDS = sliding(CostUnit.CALLS, 100, Duration.ofSeconds(10));

  private static Window day(CostUnit unit, long limit, String zone) {
    return new Window(
        unit,
        limit,
        Duration.ofDays(1),
        Rule.CALENDAR,
        Optional.ofNullable(zone).map(ZoneId::of),
        "test",
        "");
  }

  private static Window inFlight(long limit) {
    return new Window(
        CostUnit.CALLS, limit, Duration.ZERO, Rule.IN_FLIGHT, Optional.empty(), "test", "");
  }

  private LeasedThrottle throttle(String holder, Window... windows) {
    return throttle(holder, 8, windows);
  }

  private LeasedThrottle throttle(String holder, int lanes, Window... windows) {
    ThrottleSettings settings =
        new ThrottleSettings(Duration.ofSeconds(5), lanes, Duration.ofSeconds(60), Margins.USUAL);
    return new LeasedThrottle(
        store, KEY, new Limits("test", "t", List.of(windows)), settings, holder, clock, clock);
  }

  private Permit call(Throttle throttle) {
    Permit permit = throttle.acquire(Cost.call(), Instant.MAX);
    throttle.report(permit, FINE);
    return permit;
  }

  private BudgetClosedException refusal(Throttle throttle, Cost cost) {
    try {
      throttle.report(throttle.acquire(cost, Instant.MAX), FINE);
    } catch (BudgetClosedException e) {
      return e;
    }
    throw new AssertionError("a permit was given");
  }

  @Test
  void permits_are_paced_and_in_order() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      Permit before = call(throttle);
      assertThat(before.mayGoAt()).isEqualTo(START);
      for (int i = 0; i < 50; i++) {
        Permit next = call(throttle);
        assertThat(next.number()).isEqualTo(before.number() + 1);
        assertThat(Duration.between(before.mayGoAt(), next.mayGoAt()))
            .isBetween(Duration.ofMillis(102), Duration.ofMillis(103));
        assertThat(next.goodAt(clock.instant())).isTrue();
        before = next;
      }
    }
  }

  @Test
  void a_permit_is_void_after_its_slot() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      Permit permit = call(throttle);
      assertThat(permit.goodAt(permit.mayGoAt().plusMillis(40))).isTrue();
      assertThat(permit.goodAt(permit.mayGoAt().plusMillis(41))).isFalse();
      assertThat(permit.goodAt(permit.mayGoAt().minusMillis(1))).isFalse();
    }
  }

  @Test
  void slots_that_passed_are_lost_not_saved_up() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      call(throttle);
      clock.pass(Duration.ofSeconds(30));
      Permit first = call(throttle);
      Permit second = call(throttle);
      assertThat(Duration.between(first.mayGoAt(), second.mayGoAt()))
          .isGreaterThan(Duration.ofMillis(100));
    }
  }

  @Test
  void it_says_when_to_come_again_rather_than_wait_long() {
    Window slow = sliding(CostUnit.CALLS, 1, Duration.ofSeconds(20));
    try (Throttle throttle = throttle("a", slow)) {
      call(throttle);
      BudgetClosedException e = refusal(throttle, Cost.call());
      // The slot is after 20.25 s; a second before it the item is read again.
      assertThat(e.opensAt()).isBetween(START.plusSeconds(19), START.plusSeconds(21));
      assertThat(clock.instant()).isEqualTo(START);
      assertThat(throttle.reason()).isNotEmpty().isEqualTo(e.reason());

      clock.waitUntil(e.opensAt());
      call(throttle);
      assertThat(throttle.reason()).isEmpty();
    }
  }

  @Test
  void a_successor_finds_a_slow_budget_open_when_it_was_told_so() {
    Window slow = sliding(CostUnit.CALLS, 1, Duration.ofSeconds(20));
    Instant opens;
    try (Throttle first = throttle("a", slow)) {
      call(first);
      opens = refusal(first, Cost.call()).opensAt();
    }
    clock.waitUntil(opens);
    try (Throttle second = throttle("b", slow)) {
      assertThat(call(second).mayGoAt()).isBefore(opens.plusSeconds(3));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 2500, 3900, 4300, 4500, 4600, 4700, 4800, 5000, 9000})
  void whoever_comes_new_each_time_gets_its_turn_after_one_that_died(long length) {
    Window slow = sliding(CostUnit.CALLS, 1, Duration.ofMillis(length));
    call(throttle("dies", slow));
    int tries = 0;
    for (boolean gone = false; !gone; tries++) {
      assertThat(tries).isLessThan(4);
      try {
        call(throttle("new-" + tries, slow));
        gone = true;
      } catch (BudgetClosedException e) {
        clock.waitUntil(e.opensAt());
      }
    }
  }

  /** A process that stood still has not waited: its call goes with the next slot. */
  @Test
  void time_in_which_the_process_stood_still_is_not_waiting() {
    AtomicInteger naps = new AtomicInteger();
    Waiter stands =
        until -> clock.waitUntil(naps.getAndIncrement() == 0 ? until.plusSeconds(30) : until);
    BudgetStore slow =
        new BudgetStore() {
          @Override
          public Stored read(String key) {
            return store.read(key);
          }

          @Override
          public Attempt replace(String key, long version, BudgetState next) {
            // So long that the first slot has passed when the answer comes.
            clock.pass(Duration.ofMillis(60));
            return store.replace(key, version, next);
          }
        };
    Limits limits = new Limits("test", "t", List.of(TEN_SECONDS));
    try (Throttle throttle =
        new LeasedThrottle(slow, KEY, limits, ThrottleSettings.USUAL, "a", clock, stands)) {
      assertThat(call(throttle).goodAt(clock.instant())).isTrue();
      assertThat(clock.instant()).isAfter(START.plusSeconds(30));
      assertThat(naps.get()).isGreaterThan(1);
    }
  }

  @Test
  void it_does_not_wait_past_the_latest_start() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      call(throttle);
      assertThatThrownBy(() -> throttle.acquire(Cost.call(), START.plusMillis(50)))
          .isInstanceOf(BudgetClosedException.class)
          .hasMessageStartingWith("OFF-2700 ");
    }
  }

  @Test
  void invariant7_a_pause_is_seen_within_three_seconds_and_a_resume_at_once() {
    Window slow = sliding(CostUnit.CALLS, 15, Duration.ofMinutes(1));
    try (Throttle throttle = throttle("a", slow)) {
      call(throttle);
      call(throttle);
      Instant paused = clock.instant();
      control.pause(KEY, "the customer asked");
      List<Instant> after = new ArrayList<>();
      BudgetClosedException refusal = null;
      while (refusal == null) {
        try {
          after.add(call(throttle).mayGoAt());
        } catch (BudgetClosedException e) {
          refusal = e;
        }
      }
      assertThat(after).allMatch(at -> at.isBefore(paused.plusSeconds(5)));
      assertThat(refusal.opensAt()).isEqualTo(Instant.MAX);
      assertThat(refusal.reason())
          .isEqualTo("OFF-2920 a person has paused the account: the customer asked");
      assertThat(control.status(KEY).flag()).isEqualTo(Gate.Flag.PAUSED);

      control.panic(KEY, "wrong account");
      assertThat(refusal(throttle, Cost.call()).reason())
          .isEqualTo("OFF-2921 a person has stopped the account: wrong account");

      control.resume(KEY);
      call(throttle);
    }
  }

  @Test
  void invariant7_a_share_changes_the_pace_while_the_load_runs() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      call(throttle);
      control.share(KEY, 500);
      clock.pass(Duration.ofSeconds(3));
      Permit first = call(throttle);
      Permit second = call(throttle);
      assertThat(Duration.between(first.mayGoAt(), second.mayGoAt()))
          .isBetween(Duration.ofMillis(204), Duration.ofMillis(206));
      assertThat(throttle.eta(101)).isBetween(Duration.ofMillis(20_400), Duration.ofMillis(20_600));

      control.share(KEY, 0);
      clock.pass(Duration.ofSeconds(3));
      assertThat(refusal(throttle, Cost.call()).opensAt()).isEqualTo(Instant.MAX);
    }
    assertThatThrownBy(() -> control.share(KEY, 1_001)).hasMessageStartingWith("OFF-2703 ");
  }

  @Test
  void invariant7_what_was_sent_under_a_larger_share_counts_for_the_lower_one() {
    List<Instant> sent = new ArrayList<>();
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      while (clock.instant().isBefore(START.plusSeconds(12))) {
        sent.add(call(throttle).mayGoAt());
      }
      control.share(KEY, 500);
      Instant lowered = clock.instant();
      for (int tries = 0; sent.get(sent.size() - 1).isBefore(lowered.plusSeconds(20)); tries++) {
        assertThat(tries).isLessThan(500);
        try {
          sent.add(call(throttle).mayGoAt());
        } catch (BudgetClosedException e) {
          clock.waitUntil(e.opensAt());
        }
      }
      List<Instant> later = sent.stream().filter(at -> at.isAfter(lowered.plusSeconds(5))).toList();
      assertThat(later).as("it goes on").hasSizeGreaterThan(50);
      assertThat(later)
          .allSatisfy(
              last ->
                  assertThat(
                          sent.stream()
                              .filter(at -> at.isAfter(last.minusSeconds(10)) && !at.isAfter(last)))
                      .hasSizeLessThanOrEqualTo(50));
    }
  }

  @Test
  void a_person_goes_before_the_plan_until_the_word_is_taken_back() {
    control.planned(KEY, 800);
    assertThat(control.status(KEY).sharePerMille()).isEqualTo(800);
    control.share(KEY, 300);
    control.planned(KEY, 600);
    assertThat(control.status(KEY).sharePerMille()).isEqualTo(300);
    assertThat(control.status(KEY).byPerson()).isTrue();
    control.sharePlanned(KEY);
    assertThat(control.status(KEY).sharePerMille()).isEqualTo(600);
    control.planned(KEY, 900);
    assertThat(control.status(KEY).sharePerMille()).as("a plan may raise it again").isEqualTo(900);
  }

  @Test
  void invariant7_a_day_is_counted_from_midnight_to_midnight_in_the_vendors_zone() {
    Window day = day(CostUnit.CALLS, 200, "America/New_York");
    try (Throttle throttle = throttle("a", day)) {
      for (int i = 0; i < 200; i++) {
        call(throttle);
      }
      BudgetClosedException e = refusal(throttle, Cost.call());
      // Midnight in New York is 05:00 in UTC; clocks may be a second apart.
      assertThat(e.opensAt())
          .isBetween(Instant.parse("2026-11-25T05:00:01Z"), Instant.parse("2026-11-25T05:00:02Z"));
      assertThat(e.reason()).contains("200 calls a day");
      clock.waitUntil(e.opensAt());
      for (int i = 0; i < 200; i++) {
        call(throttle);
      }
      refusal(throttle, Cost.call());
    }
  }

  @Test
  void invariant7_around_midnight_a_call_counts_for_both_days() {
    Window day = day(CostUnit.CALLS, 200, "UTC");
    clock.waitUntil(Instant.parse("2026-11-24T23:59:59.500Z"));
    try (Throttle throttle = throttle("a", day)) {
      for (int i = 0; i < 150; i++) {
        call(throttle);
      }
      clock.waitUntil(Instant.parse("2026-11-25T00:10:00Z"));
      for (int i = 0; i < 50; i++) {
        call(throttle);
      }
      assertThat(refusal(throttle, Cost.call()).opensAt())
          .isAfter(Instant.parse("2026-11-26T00:00:00Z"));
    }
  }

  @Test
  void invariant7_a_midnight_that_is_not_known_is_kept_in_every_25_hours() {
    try (Throttle throttle = throttle("a", day(CostUnit.CALLS, 200, null))) {
      for (int i = 0; i < 200; i++) {
        call(throttle);
      }
      assertThat(refusal(throttle, Cost.call()).opensAt())
          .isBetween(START.plus(Duration.ofHours(25)), START.plus(Duration.ofHours(26)));
    }
  }

  @Test
  void invariant7_what_calls_cost_is_counted_in_the_vendors_units() {
    Window tokens = day(CostUnit.TOKENS, 1_000, "UTC");
    Cost create = Cost.call().with(CostUnit.TOKENS, 5);
    Cost search = Cost.call().with(CostUnit.TOKENS, 20);
    try (Throttle throttle = throttle("a", tokens)) {
      for (int i = 0; i < 100; i++) {
        throttle.report(throttle.acquire(create, Instant.MAX), FINE);
      }
      for (int i = 0; i < 25; i++) {
        throttle.report(throttle.acquire(search, Instant.MAX), FINE);
      }
      assertThat(refusal(throttle, create).opensAt())
          .isAfter(Instant.parse("2026-11-25T00:00:00Z"));
      // What costs none of them is not held back.
      call(throttle);
    }
  }

  @Test
  void a_call_that_costs_more_than_the_window_is_refused_for_good() {
    try (Throttle throttle = throttle("a", day(CostUnit.TOKENS, 10, "UTC"))) {
      assertThat(refusal(throttle, Cost.call().with(CostUnit.TOKENS, 11)).opensAt())
          .isEqualTo(Instant.MAX);
    }
  }

  @Test
  void what_is_not_used_is_given_back() {
    Window day = day(CostUnit.CALLS, 200, "UTC");
    for (int i = 0; i < 200; i++) {
      try (Throttle throttle = throttle("loader-" + i, day)) {
        call(throttle);
      }
    }
    try (Throttle last = throttle("last", day)) {
      refusal(last, Cost.call());
    }
  }

  @Test
  void a_loader_that_never_comes_back_costs_a_long_window_little() {
    Window day = day(CostUnit.CALLS, 200, "UTC");
    call(throttle("dies", day));
    try (Throttle next = throttle("next", day)) {
      for (int i = 0; i < 190; i++) {
        call(next);
      }
    }
  }

  @Test
  void invariant7_no_more_calls_in_flight_than_the_vendor_takes() {
    Throttle one = throttle("one", 6, inFlight(10));
    Throttle two = throttle("two", 6, inFlight(10));
    List<Permit> flying = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      flying.add(one.acquire(Cost.call(), Instant.MAX));
    }
    for (int i = 0; i < 4; i++) {
      two.acquire(Cost.call(), Instant.MAX);
    }
    assertThat(refusal(two, Cost.call()).reason()).contains("in flight");
    assertThat(refusal(one, Cost.call()).reason()).contains("in flight");

    one.report(flying.get(0), FINE);
    one.acquire(Cost.call(), Instant.MAX);
  }

  @Test
  void places_in_flight_of_a_loader_that_died_come_back_after_its_calls_have_ended() {
    Throttle dies = throttle("dies", 10, inFlight(10));
    for (int i = 0; i < 10; i++) {
      dies.acquire(Cost.call(), Instant.MAX);
    }
    Throttle next = throttle("next", 10, inFlight(10));
    clock.pass(Duration.ofSeconds(60));
    refusal(next, Cost.call());
    clock.pass(Duration.ofSeconds(20));
    call(next);
  }

  @Test
  void invariant7_a_refusal_closes_the_budget_and_leaves_others_more_room_afterwards() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      Permit permit = throttle.acquire(Cost.call(), Instant.MAX);
      Instant opens = clock.instant().plusSeconds(10);
      throttle.report(permit, Feedback.limited(opens, "the account's calls in 10 s are used"));
      assertThat(throttle.reason()).isEqualTo("the account's calls in 10 s are used");
      assertThat(refusal(throttle, Cost.call()).opensAt()).isEqualTo(opens);
      assertThat(control.status(KEY).closedUntil()).contains(opens);

      clock.waitUntil(opens);
      Permit first = call(throttle);
      Permit second = call(throttle);
      assertThat(Duration.between(first.mayGoAt(), second.mayGoAt()))
          .isGreaterThan(Duration.ofMillis(110));
    }
  }

  @Test
  void a_vendor_that_is_away_closes_the_budget_but_slows_nothing() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      Permit permit = throttle.acquire(Cost.call(), Instant.MAX);
      Instant opens = clock.instant().plusSeconds(7);
      throttle.report(permit, Feedback.unavailable(opens, "not there"));
      refusal(throttle, Cost.call());
      clock.waitUntil(opens);
      Permit first = call(throttle);
      Permit second = call(throttle);
      assertThat(Duration.between(first.mayGoAt(), second.mayGoAt()))
          .isLessThan(Duration.ofMillis(105));
    }
  }

  @Test
  void invariant7_others_who_use_the_account_are_noticed_and_left_room() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      // For half a minute the vendor counts 40 calls in 10 s that are not ours.
      Permit last = null;
      long ours = 0;
      while (clock.instant().isBefore(START.plusSeconds(30))) {
        last = throttle.acquire(Cost.call(), Instant.MAX);
        ours = Math.min(98, ours + 1);
        throttle.report(last, reading(TEN_SECONDS, 100, Math.max(0, 100 - 40 - ours)));
      }
      Permit next = call(throttle);
      assertThat(Duration.between(last.mayGoAt(), next.mayGoAt()))
          .isGreaterThan(Duration.ofMillis(150));
    }
  }

  @Test
  void a_vendor_that_shows_no_others_leaves_the_pace_as_it_is() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      Permit last = null;
      long ours = 0;
      while (clock.instant().isBefore(START.plusSeconds(30))) {
        last = throttle.acquire(Cost.call(), Instant.MAX);
        ours = Math.min(98, ours + 1);
        throttle.report(last, reading(TEN_SECONDS, 100, 100 - ours));
      }
      Permit next = call(throttle);
      assertThat(Duration.between(last.mayGoAt(), next.mayGoAt()))
          .isLessThan(Duration.ofMillis(105));
    }
  }

  @Test
  void invariant7_an_account_that_is_allowed_less_than_its_plan_is_kept_to_it() {
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      throttle.report(throttle.acquire(Cost.call(), Instant.MAX), reading(TEN_SECONDS, 50, 49));
      clock.pass(Duration.ofSeconds(3));
      Permit first = call(throttle);
      Permit second = call(throttle);
      assertThat(Duration.between(first.mayGoAt(), second.mayGoAt()))
          .isGreaterThan(Duration.ofMillis(200));
    }
  }

  @Test
  void invariant7_what_others_used_of_the_day_is_not_ours_any_more() {
    Window day = day(CostUnit.CALLS, 200, "UTC");
    try (Throttle throttle = throttle("a", day)) {
      throttle.report(throttle.acquire(Cost.call(), Instant.MAX), reading(day, 200, 20));
      int more = 0;
      try {
        while (true) {
          call(throttle);
          more++;
        }
      } catch (BudgetClosedException e) {
        assertThat(e.opensAt()).isAfter(Instant.parse("2026-11-25T00:00:00Z"));
      }
      assertThat(more).isBetween(15, 30);
    }
  }

  private static Feedback reading(Window window, long limit, long remaining) {
    return new Feedback(
        Verdict.FINE,
        Optional.empty(),
        List.of(
            new Reading(
                CostUnit.CALLS, Optional.of(window.length()), limit, remaining, Optional.empty())),
        "");
  }

  /** What one lane has seen of somebody else's turn is not read again for each of the others. */
  @Test
  void lanes_that_wait_for_somebody_elses_turn_look_once() {
    AtomicInteger reads = new AtomicInteger();
    BudgetStore counts =
        new BudgetStore() {
          @Override
          public Stored read(String key) {
            reads.incrementAndGet();
            return store.read(key);
          }

          @Override
          public Attempt replace(String key, long version, BudgetState next) {
            return store.replace(key, version, next);
          }
        };
    call(throttle("other", TEN_SECONDS));
    Limits limits = new Limits("test", "t", List.of(TEN_SECONDS));
    try (Throttle waits =
        new LeasedThrottle(counts, KEY, limits, ThrottleSettings.USUAL, "a", clock, clock)) {
      Instant soon = clock.instant().plusMillis(1);
      for (int lane = 0; lane < 8; lane++) {
        assertThatThrownBy(() -> waits.acquire(Cost.call(), soon))
            .isInstanceOf(BudgetClosedException.class);
      }
      assertThat(reads.get()).isOne();
      call(waits);
    }
  }

  @Test
  void a_write_that_is_sent_twice_counts_once() {
    BudgetStore stutters =
        new BudgetStore() {
          @Override
          public Stored read(String key) {
            return store.read(key);
          }

          @Override
          public Attempt replace(String key, long version, BudgetState next) {
            store.replace(key, version, next);
            return store.replace(key, version, next);
          }
        };
    Limits limits = new Limits("test", "t", List.of(day(CostUnit.CALLS, 200, "UTC")));
    try (Throttle throttle =
        new LeasedThrottle(stutters, KEY, limits, ThrottleSettings.USUAL, "a", clock, clock)) {
      for (int i = 0; i < 200; i++) {
        call(throttle);
      }
      refusal(throttle, Cost.call());
    }
  }

  @Test
  void invariant7_a_write_whose_answer_was_lost_is_not_taken_for_another() {
    AtomicBoolean lose = new AtomicBoolean(true);
    BudgetStore forgetful =
        new BudgetStore() {
          @Override
          public Stored read(String key) {
            return store.read(key);
          }

          @Override
          public Attempt replace(String key, long version, BudgetState next) {
            Attempt attempt = store.replace(key, version, next);
            if (lose.getAndSet(false)) {
              throw new IllegalStateException("the answer was lost");
            }
            return attempt;
          }
        };
    Limits limits = new Limits("test", "t", List.of(TEN_SECONDS));
    VendorServer server = new VendorServer(limits, 1_000);
    try (Throttle one =
            new LeasedThrottle(forgetful, KEY, limits, ThrottleSettings.USUAL, "a", clock, clock);
        Throttle two = throttle("b", TEN_SECONDS)) {
      assertThatThrownBy(() -> call(one)).hasMessage("the answer was lost");
      clock.pass(Duration.ofSeconds(1));
      for (int i = 0; i < 400; i++) {
        call(i / 17 % 2 == 0 ? one : two);
        server.arrive(Micros.of(clock.instant()), 1);
      }
    }
    assertThat(server.overshoots()).as(server.firstOvershoot()).isZero();
  }

  @Test
  void invariant7_lanes_that_share_a_throttle_are_served_one_by_one() throws Exception {
    int lanes = 8;
    ExecutorService pool = Executors.newFixedThreadPool(lanes);
    List<Permit> permits = new ArrayList<>();
    try (Throttle throttle = throttle("a", TEN_SECONDS)) {
      List<Callable<List<Permit>>> tasks = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        tasks.add(() -> Stream.generate(() -> call(throttle)).limit(50).toList());
      }
      for (Future<List<Permit>> lane : pool.invokeAll(tasks)) {
        permits.addAll(lane.get());
      }
    } finally {
      pool.shutdownNow();
    }
    permits.sort(Comparator.comparing(Permit::number));
    assertThat(permits).hasSize(400);
    for (int i = 1; i < permits.size(); i++) {
      assertThat(permits.get(i).number()).isEqualTo(i + 1L);
      assertThat(Duration.between(permits.get(i - 1).mayGoAt(), permits.get(i).mayGoAt()))
          .isGreaterThan(Duration.ofMillis(102));
    }
  }

  @Test
  void a_closed_throttle_gives_no_permit() {
    LeasedThrottle throttle = throttle("a", TEN_SECONDS);
    call(throttle);
    throttle.close();
    throttle.close();
    assertThatThrownBy(() -> throttle.acquire(Cost.call(), Instant.MAX))
        .isInstanceOf(IllegalStateException.class);
  }
}
