package dev.offramp.audit.forecast;

import dev.offramp.throttle.CostUnit;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * How long calls take at the least under published limits: the slowest of the windows decides. The
 * throttle itself keeps a little below the limits, so a load takes a little longer.
 */
final class LoadTime {
  private static final double WHOLE = 1000;

  private final Limits limits;
  private final int sharePerMille;
  private final long latencyMs;

  LoadTime(Limits limits, int sharePerMille, long latencyMs) {
    this.limits = limits;
    this.sharePerMille = sharePerMille;
    this.latencyMs = latencyMs;
  }

  Forecast.Seconds of(CallCount calls) {
    List<String> lines = new ArrayList<>();
    double slowest = 0;
    for (Window window : limits.windows()) {
      long used = calls.units(window.unit());
      if (used > 0) {
        double seconds = seconds(window, used, lines);
        slowest = Math.max(slowest, seconds);
      }
    }
    long whole = (long) Math.ceil(slowest);
    lines.add("The slowest of these decides: " + TimeWords.of(whole));
    return new Forecast.Seconds(whole, TimeWords.of(whole), lines);
  }

  private double seconds(Window window, long used, List<String> lines) {
    if (window.rule() == Window.Rule.IN_FLIGHT) {
      double seconds = used * latencyMs / WHOLE / window.limit();
      lines.add(
          Line.of(
              "%,d calls × %.1f s each (an assumption) ÷ %,d at a time = %s",
              used, latencyMs / WHOLE, window.limit(), words(seconds)));
      return seconds;
    }
    double allowed = Math.max(1, window.limit() * sharePerMille / WHOLE);
    double share = sharePerMille / WHOLE;
    if (window.paced()) {
      double seconds = used / allowed * window.length().toMillis() / WHOLE;
      lines.add(
          Line.of(
              "%,d %s ÷ (%s × %.0f %%) = %s",
              used, unit(window), window.inWords(), share * 100, words(seconds)));
      return seconds;
    }
    // A long window holds nothing back until it is full.
    double full = Math.floor((used - 1) / allowed);
    double seconds = full * window.length().toSeconds();
    lines.add(
        Line.of(
            "%,d %s against %s × %.0f %%: %,d full windows to wait for = %s",
            used, unit(window), window.inWords(), share * 100, (long) full, words(seconds)));
    return seconds;
  }

  private static String unit(Window window) {
    return window.unit() == CostUnit.EXECUTION_MS
        ? "ms of execution"
        : window.unit().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String words(double seconds) {
    return TimeWords.of((long) Math.ceil(seconds));
  }
}
