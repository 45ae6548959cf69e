package dev.offramp.throttle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one platform allows an account of one plan: several windows at once.
 *
 * @param platform the platform's key, such as {@code hubspot}
 * @param tier the plan's key, such as {@code professional}
 * @param windows the published limits, each under its own id
 */
public record Limits(String platform, String tier, List<Window> windows) {

  /** Throws {@link IllegalArgumentException} when two windows have the same id. */
  public Limits {
    windows = List.copyOf(windows);
    Set<String> ids = new HashSet<>();
    for (Window window : windows) {
      if (!ids.add(window.id())) {
        throw new IllegalArgumentException(
            platform + "/" + tier + " states " + window.id() + " twice");
      }
    }
  }

  /**
   * These limits for an account that lives in {@code zone}: it is taken for the zone of every day
   * whose midnight was not known.
   */
  public Limits inZone(ZoneId zone) {
    return new Limits(
        platform,
        tier,
        windows.stream()
            .map(
                w -> w.rule() == Window.Rule.CALENDAR && w.zone().isEmpty() ? calendar(w, zone) : w)
            .toList());
  }

  private static Window calendar(Window w, ZoneId zone) {
    return new Window(
        w.unit(),
        w.limit(),
        Duration.ofDays(1),
        Window.Rule.CALENDAR,
        Optional.of(zone),
        w.source(),
        w.note());
  }

  /**
   * Calls a second that the short windows permit, less the margins; empty when no window paces
   * calls.
   */
  public Optional<Double> permittedPerSecond() {
    long spacing = new Pace(this, Margins.USUAL).spacing(BudgetState.FRESH, 0);
    return spacing == 0 ? Optional.empty() : Optional.of(1_000_000.0 / spacing);
  }

  /** How long {@code calls} calls take at the least, from a fresh account, at full share. */
  public Duration eta(long calls) {
    return eta(calls, BudgetState.FRESH);
  }

  Duration eta(long calls, BudgetState state) {
    Pace pace = new Pace(this, Margins.USUAL);
    List<Window> longestFirst =
        windows.stream()
            .filter(w -> w.counted() && w.unit() == CostUnit.CALLS)
            .sorted(Comparator.comparing(Window::length).reversed())
            .toList();
    return Micros.duration(eta(calls, state, pace, longestFirst));
  }

  private static long eta(long calls, BudgetState state, Pace pace, List<Window> windows) {
    if (windows.isEmpty()) {
      return Math.multiplyExact(Math.max(0, calls - 1), pace.spacing(state, 0));
    }
    Window window = windows.get(0);
    List<Window> shorter = windows.subList(1, windows.size());
    long allowed = Math.max(1, pace.allowed(window, state, 0));
    long full = Math.max(0, calls - 1) / allowed;
    long last = eta(calls - full * allowed, state, pace, shorter);
    return Math.max(full * Micros.of(window.length()) + last, eta(calls, state, pace, shorter));
  }
}
