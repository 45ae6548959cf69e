package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many loaders, clocks apart, late arrivals, deaths: the vendor never sees more than its limit.
 * {@code -Dofframp.throttle.runs=…} sets how many runs, {@code -Dofframp.throttle.seed=…} where
 * their seeds begin; a failure names its seed.
 */
class SimulationTest {
  private static final long RUNS = Long.getLong("offramp.throttle.runs", 10_000);
  private static final long SEED = Long.getLong("offramp.throttle.seed", 20_261_124);
  private static final Duration JITTER = Duration.ofMillis(200);

  private static final List<Limits> KINDS =
      List.of(
          limits("100 in 10 s", calls(100, "PT10S")),
          limits("190 in 10 s and 250 in 20 s", calls(190, "PT10S"), calls(250, "PT20S")),
          limits("100 a second", calls(100, "PT1S")),
          limits("20 in 2 s", calls(20, "PT2S")),
          limits("7 a second", calls(7, "PT1S")),
          limits("1 a second", calls(1, "PT1S")),
          limits("400 a minute, 150 in 2 minutes", calls(400, "PT1M"), calls(150, "PT2M")));

  private static final List<Limits> KINDS_ASKED_FOR =
      List.of(
          limits("10 in 1 s", calls(10, "PT1S")),
          limits("190 in 10 s", calls(190, "PT10S")),
          limits("100 in 1 s", calls(100, "PT1S")));

  private static Limits limits(String name, Window... windows) {
    return new Limits("test", name, List.of(windows));
  }

  private static Window calls(long limit, String length) {
    return new Window(
        CostUnit.CALLS,
        limit,
        Duration.parse(length),
        Window.Rule.SLIDING,
        Optional.empty(),
        "test",
        "");
  }

  private static Simulation.Setting setting(long seed) {
    Random random = new Random(seed);
    Limits limits = KINDS.get(random.nextInt(KINDS.size()));
    boolean counted = limits.windows().stream().anyMatch(Window::counted);
    int[] loaders = {1, 1, 2, 2, 3, 5, 8, 20, 64};
    int seconds = random.nextInt(20) == 0 ? 60 : 12;
    return new Simulation.Setting(
        limits,
        loaders[random.nextInt(loaders.length)],
        Duration.ofMillis(random.nextInt(501)),
        JITTER,
        Duration.ofMillis(1 + random.nextInt(random.nextInt(5) == 0 ? 400 : 20)),
        random.nextInt(3) == 0 ? Duration.ofSeconds(1 + random.nextInt(10)) : Duration.ZERO,
        Duration.ofSeconds(counted ? 150 : seconds),
        random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(400)) : Duration.ZERO,
        random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1,
        random.nextInt(4) == 0 ? 100 + random.nextInt(900) : 1_000);
  }

  @Test
  void invariant7_no_window_at_the_vendor_ever_holds_more_than_the_limit() {
    long served = 0;
    for (long run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      Simulation.Setting setting = setting(seed);
      Simulation.Result result = new Simulation(setting, seed).run();
      assertThat(result.overshoots())
          .as("seed %d, %s: %s", seed, setting, result.firstOvershoot())
          .isZero();
      served += result.served();
    }
    System.out.println(
        "the vendor saw " + served + " calls in " + RUNS + " runs, seeds from " + SEED);
    assertThat(served).isGreaterThan(RUNS);
  }

  /** Permits of the old share are void or counted: no window with a new call holds too many. */
  @Test
  void invariant7_no_window_holds_more_than_a_share_that_was_lowered() {
    long served = 0;
    long runs = RUNS / 5;
    for (long seed = SEED; seed < SEED + runs; seed++) {
      Simulation.Setting s = setting(seed);
      Simulation.Setting long1 =
          new Simulation.Setting(
              s.limits(),
              s.loaders(),
              s.skew(),
              JITTER,
              s.storeDelay(),
              s.crashEvery(),
              s.length().multipliedBy(3),
              s.demandGap(),
              1,
              1_000);
      Simulation.Result result =
          new Simulation(long1, seed).withSomebodyWhoThrottles(Duration.ofSeconds(15)).run();
      assertThat(result.overshoots())
          .as("seed %d, %s: %s", seed, long1, result.firstOvershoot())
          .isZero();
      served += result.served();
    }
    System.out.println("the vendor saw " + served + " calls in " + runs + " runs, shares changing");
    assertThat(served).isGreaterThan(runs);
  }

  @Test
  void invariant7_holds_although_clocks_are_hours_apart() {
    // Where slots are close together no bound on the skew is used at all.
    for (long seed = SEED; seed < SEED + RUNS / 50; seed++) {
      Simulation.Setting s = setting(seed);
      Simulation.Setting apart =
          new Simulation.Setting(
              KINDS.get((int) (seed % 4)),
              8,
              Duration.ofHours(3),
              JITTER,
              s.storeDelay(),
              s.crashEvery(),
              s.length(),
              s.demandGap(),
              1,
              1_000);
      Simulation.Result result = new Simulation(apart, seed).run();
      assertThat(result.overshoots())
          .as("seed %d, %s: %s", seed, apart, result.firstOvershoot())
          .isZero();
    }
  }

  @Test
  void invariant7_the_simulation_finds_a_throttle_without_margins() {
    Margins none = new Margins(Duration.ZERO, Duration.ofMillis(40), Duration.ZERO, 0);
    long overshoots = 0;
    for (long seed = SEED; seed < SEED + 20; seed++) {
      overshoots +=
          new Simulation(busy(KINDS.get(0), 2, Duration.ofSeconds(30)), seed, none)
              .run()
              .overshoots();
    }
    assertThat(overshoots).isPositive();
  }

  private static Simulation.Setting busy(Limits limits, int loaders, Duration length) {
    return busy(limits, loaders, length, Duration.ofMillis(15));
  }

  private static Simulation.Setting busy(
      Limits limits, int loaders, Duration length, Duration storeDelay) {
    return new Simulation.Setting(
        limits,
        loaders,
        Duration.ofMillis(500),
        JITTER,
        storeDelay,
        Duration.ZERO,
        length,
        Duration.ZERO,
        1,
        1_000);
  }

  @ParameterizedTest
  @CsvSource({"100,PT10S", "190,PT10S", "100,PT1S", "1000,PT10S"})
  void invariant7_and_the_limit_is_used(long limit, String length) {
    Duration run = Duration.ofMinutes(2);
    Limits limits = limits("busy", calls(limit, length));
    long window = Duration.parse(length).toMillis();
    double aim = 0.97 * (1 - (double) JITTER.toMillis() / window);
    List<String> lines = new ArrayList<>();
    for (int loaders : new int[] {1, 2, 8, 64}) {
      Simulation.Result r = new Simulation(busy(limits, loaders, run), SEED).run();
      double used = r.served() / (limit * (double) run.toMillis() / window);
      double writes = r.writes() / (double) r.served();
      lines.add(
          String.format(
              Locale.ROOT,
              "%d in %s, %d loaders: %.4f of the limit used (aim %.4f), %.4f writes and %.4f reads a permit",
              limit,
              length,
              loaders,
              used,
              aim,
              writes,
              r.reads() / (double) r.served()));
      assertThat(r.overshoots()).as(r.firstOvershoot()).isZero();
      assertThat(used).as(lines.toString()).isGreaterThanOrEqualTo(aim);
      assertThat(writes).as(lines.toString()).isLessThanOrEqualTo(0.1);
    }
    lines.forEach(System.out::println);
  }

  /**
   * What a permit costs, start and all, also where the store takes long to answer. Half a second to
   * the store and back is longer than a first block at 100 a second lasts.
   */
  @ParameterizedTest
  @CsvSource({
    "10,PT1S,15", "10,PT1S,40", "10,PT1S,200",
    "190,PT10S,15", "190,PT10S,40", "190,PT10S,200",
    "100,PT1S,15", "100,PT1S,40", "100,PT1S,200"
  })
  void a_permit_costs_a_tenth_of_a_write_at_most(long limit, String length, int storeMillis) {
    Duration run = Duration.ofMinutes(5);
    Limits limits = limits("busy", calls(limit, length));
    List<String> lines = new ArrayList<>();
    for (int loaders : new int[] {1, 8, 64}) {
      Simulation.Setting setting = busy(limits, loaders, run, Duration.ofMillis(storeMillis));
      Simulation.Result r = new Simulation(setting, SEED).run();
      double most = limit * (double) run.toMillis() / Duration.parse(length).toMillis();
      double writes = r.writes() / (double) r.served();
      lines.add(
          String.format(
              Locale.ROOT,
              "%d in %s, %d loaders, store %d ms: %.3f used, %.3f writes, %.3f reads a permit",
              limit,
              length,
              loaders,
              storeMillis,
              r.served() / most,
              writes,
              r.reads() / (double) r.served()));
      assertThat(r.overshoots()).as(r.firstOvershoot()).isZero();
      boolean slow = storeMillis > 100;
      assertThat(writes).as(lines.toString()).isLessThanOrEqualTo(slow ? 0.12 : 0.1);
      assertThat(r.reads()).as(lines.toString()).isLessThan(25 * run.toSeconds());
      double window = Duration.parse(length).toMillis();
      double possible = 1 - JITTER.toMillis() / window;
      assertThat(r.served() / most)
          .as(lines.toString())
          .isGreaterThan(possible * (slow ? 0.85 : 0.96));
    }
    lines.forEach(System.out::println);
  }

  /** What is asked for, as a table: a store of 5 to 20 ms, arrivals late by up to 200 ms. */
  @Test
  void invariant7_what_is_asked_for_is_used_by_one_as_by_sixty_four() {
    Duration run = Duration.ofMinutes(5);
    List<String> table = new ArrayList<>();
    for (Limits limits : KINDS_ASKED_FOR) {
      Window window = limits.windows().get(0);
      for (int loaders : new int[] {1, 8, 64}) {
        Simulation.Setting setting = busy(limits, loaders, run, Duration.ofNanos(7_500_000));
        Simulation.Result r =
            new Simulation(setting, SEED).withStoreNoNearerThan(Duration.ofNanos(2_500_000)).run();
        double used = used(r, window, run);
        double aim = 0.97 * (1 - (double) JITTER.toMillis() / window.length().toMillis());
        double writes = r.writes() / (double) r.served();
        table.add(row(limits.tier(), loaders, used, aim, writes));
        assertThat(r.overshoots()).as(r.firstOvershoot()).isZero();
        assertThat(used).as(table.toString()).isGreaterThanOrEqualTo(aim);
        assertThat(writes).as(table.toString()).isLessThanOrEqualTo(0.1);
      }
    }
    table.forEach(System.out::println);
  }

  /**
   * Sixty-four who come at once, and a store that has time for only 50 looks or writes a second:
   * their looks leave it time for the one whose turn it is.
   */
  @Test
  void invariant7_looks_leave_a_busy_store_time_for_the_one_whose_turn_it_is() {
    Duration run = Duration.ofSeconds(18);
    List<String> table = new ArrayList<>();
    for (Limits limits : KINDS_ASKED_FOR) {
      Window window = limits.windows().get(0);
      Simulation.Setting setting = busy(limits, 64, run, Duration.ofNanos(7_500_000));
      Simulation.Result r =
          new Simulation(setting, SEED).withStoreThatIsBusy(Duration.ofMillis(20)).run();
      double aim = 0.97 * (1 - (double) JITTER.toMillis() / window.length().toMillis());
      double writes = r.writes() / (double) r.served();
      table.add(row(limits.tier(), 64, used(r, window, run), aim, writes));
      assertThat(r.overshoots()).as(r.firstOvershoot()).isZero();
      assertThat(used(r, window, run)).as(table.toString()).isGreaterThanOrEqualTo(0.75 * aim);
      assertThat(writes).as(table.toString()).isLessThanOrEqualTo(0.2);
    }
    table.forEach(System.out::println);
  }

  /** Processes that are not let run for up to 0.3 s now and then lose their slots, no more. */
  @Test
  void invariant7_holds_although_processes_stand_still() {
    Duration run = Duration.ofMinutes(2);
    List<String> table = new ArrayList<>();
    for (Limits limits : KINDS_ASKED_FOR) {
      Window window = limits.windows().get(0);
      for (int loaders : new int[] {1, 8, 64}) {
        Simulation.Setting setting = busy(limits, loaders, run, Duration.ofMillis(225));
        Simulation.Result r =
            new Simulation(setting, SEED)
                .withStoreNoNearerThan(Duration.ofMillis(25))
                .withProcessesThatStandStill(Duration.ofSeconds(1), Duration.ofMillis(300))
                .run();
        double aim = 0.97 * (1 - (double) JITTER.toMillis() / window.length().toMillis());
        double used = used(r, window, run);
        table.add(row(limits.tier(), loaders, used, aim, r.writes() / (double) r.served()));
        assertThat(r.overshoots()).as(r.firstOvershoot()).isZero();
        assertThat(used).as(table.toString()).isGreaterThanOrEqualTo(0.65 * aim);
      }
    }
    table.forEach(System.out::println);
  }

  private static double used(Simulation.Result result, Window window, Duration run) {
    return result.served()
        / (window.limit() * (double) run.toMillis() / window.length().toMillis());
  }

  private static String row(String limits, int loaders, double used, double aim, double writes) {
    return String.format(
        Locale.ROOT, "| %s | %d | %.3f | %.3f | %.3f |", limits, loaders, used, aim, writes);
  }

  @Test
  void a_loader_that_dies_costs_at_most_its_block() {
    Limits limits = limits("busy", calls(100, "PT10S"));
    Duration run = Duration.ofMinutes(5);
    Simulation.Setting calm = busy(limits, 2, run);
    Simulation.Setting deadly =
        new Simulation.Setting(
            limits,
            2,
            calm.skew(),
            JITTER,
            calm.storeDelay(),
            Duration.ofSeconds(30),
            run,
            Duration.ZERO,
            1,
            1_000);
    Simulation.Result lively = new Simulation(calm, SEED).run();
    Simulation.Result dying = new Simulation(deadly, SEED).run();
    // A block is 2 s or about 20 calls; then as long again until the next one may be sure of it.
    assertThat(dying.deaths()).isGreaterThan(10);
    assertThat(lively.served() - dying.served()).isLessThanOrEqualTo(dying.deaths() * 45);
  }
}
