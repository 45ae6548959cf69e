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

  /** How long {@code calls} plain calls take at the least, from a fresh account, at full share. */
  public Duration eta(long calls) {
    return eta(calls, Cost.call());
  }

  /**
   * How long {@code calls} calls of a cost take at the least, from a fresh account, at full share.
   */
  public Duration eta(long calls, Cost each) {
    return eta(calls, each, BudgetState.FRESH);
  }

  Duration eta(long calls, Cost each, BudgetState state) {
    List<Window> longestFirst =
        windows.stream()
            .filter(w -> w.counted() && each.of(w.unit()) > 0)
            .sorted(Comparator.comparing(Window::length).reversed())
            .toList();
    return Micros.duration(
        new Eta(new Pace(this, Margins.USUAL), state, each).of(calls, longestFirst));
  }

  /**
   * The arithmetic of an ETA: whole windows that fill up, and the rest at the pace of the shorter
   * ones.
   */
  private record Eta(Pace pace, BudgetState state, Cost each) {

    long of(long calls, List<Window> longestFirst) {
      if (longestFirst.isEmpty()) {
        return Math.multiplyExact(Math.max(0, calls - 1), pace.spacing(state, 0));
      }
      Window window = longestFirst.get(0);
      List<Window> shorter = longestFirst.subList(1, longestFirst.size());
      long fit = Math.max(1, pace.allowed(window, state, 0) / each.of(window.unit()));
      long full = Math.max(0, calls - 1) / fit;
      long last = of(calls - full * fit, shorter);
      return Math.max(full * Micros.of(window.length()) + last, of(calls, shorter));
    }
  }
}
