package dev.offramp.bench.permits;

import dev.offramp.throttle.CostUnit;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Margins;
import dev.offramp.throttle.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A limit that is measured.
 *
 * @param calls how many
 * @param window in any stretch of this length
 */
record Rate(int calls, Duration window) {

  /** The limit as an account's only one. */
  Limits limits() {
    return new Limits(
        "bench",
        "bench",
        List.of(
            new Window(
                CostUnit.CALLS,
                calls,
                window,
                Window.Rule.SLIDING,
                Optional.empty(),
                "chosen for the measurement",
                "")));
  }

  double perSecond() {
    return calls * 1_000.0 / window.toMillis();
  }

  /** What is to be reached: 0.97 × (1 − J/W), J being jitter and lateness. */
  double aim() {
    Duration kept = Margins.USUAL.jitter().plus(Margins.USUAL.lateness());
    return 0.97 * (1 - (double) kept.toMillis() / window.toMillis());
  }

  String inWords() {
    return calls + " in " + window.toSeconds() + " s";
  }
}
