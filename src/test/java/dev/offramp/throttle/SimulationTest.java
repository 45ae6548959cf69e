package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Many loaders, skewed clocks, late arrivals, deaths: the vendor never sees more than its limit.
 */
class SimulationTest {
  private static final long RUNS = Long.getLong("offramp.throttle.runs", 2_000);
  private static final long SEED = Long.getLong("offramp.throttle.seed", 20_261_124);

  private static Limits calls(long limit, String length) {
    return new Limits(
        "test",
        length,
        List.of(
            new Window(
                CostUnit.CALLS,
                limit,
                Duration.parse(length),
                Window.Rule.SLIDING,
                Optional.empty(),
                "test",
                "")));
  }

  @Test
  void invariant7_no_window_at_the_vendor_ever_holds_more_than_the_limit() {
    List<Limits> kinds =
        List.of(calls(100, "PT10S"), calls(190, "PT10S"), calls(100, "PT1S"), calls(20, "PT2S"));
    int[] loaders = {1, 1, 2, 3, 8, 64};
    long began = System.nanoTime();
    for (long run = 0; run < RUNS; run++) {
      Simulation.Setting setting =
          new Simulation.Setting(
              kinds.get((int) (run % kinds.size())),
              loaders[(int) (run / kinds.size() % loaders.length)],
              Duration.ofMillis(500),
              Duration.ofMillis(200),
              Duration.ofMillis(15),
              run % 3 == 0 ? Duration.ofSeconds(6) : Duration.ZERO,
              Duration.ofSeconds(run % 50 == 0 ? 60 : 15),
              run % 5 == 0 ? Duration.ofMillis(100) : Duration.ZERO);
      Simulation.Result result = new Simulation(setting, SEED + run).run();
      assertThat(result.overshoots())
          .as("seed %d, %s: %s", SEED + run, setting, result.firstOvershoot())
          .isZero();
    }
    System.out.println(RUNS + " runs in " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }

  @Test
  void invariant7_and_the_limit_is_used() {
    for (Limits limits :
        List.of(
            calls(100, "PT10S"), calls(190, "PT10S"), calls(100, "PT1S"), calls(1000, "PT10S"))) {
      for (int loaders : new int[] {1, 2, 8, 64}) {
        Simulation.Setting setting =
            new Simulation.Setting(
                limits,
                loaders,
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofMillis(15),
                Duration.ZERO,
                Duration.ofMinutes(2),
                Duration.ZERO);
        Simulation.Result r = new Simulation(setting, SEED).run();
        Window w = limits.windows().get(0);
        double allowed = w.limit() * 120.0 / w.length().toMillis() * 1000;
        double aim = 0.97 * (1 - 200.0 / w.length().toMillis());
        System.out.printf(
            Locale.ROOT,
            "%s %d loaders: used %.4f aim %.4f, %d overshoots, writes per permit %.4f, reads %d%n",
            w.inWords(),
            loaders,
            r.served() / allowed,
            aim,
            r.overshoots(),
            r.writes() / (double) r.served(),
            r.reads());
      }
    }
  }
}
