package dev.offramp.audit.forecast;

import dev.offramp.throttle.CostUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the calls of a load, with what they cost by unit. */
final class CallCount {
  private final Map<CostUnit, Long> units = new EnumMap<>(CostUnit.class);
  private final List<String> lines = new ArrayList<>();
  private final String source;

  CallCount(DestinationFacts.Destination destination, Load load) {
    this.source = destination.source();
    for (DestinationFacts.Step step : destination.steps()) {
      add(step, load.amount(step.of()));
    }
    lines.add(Line.of("Together: %,d calls", total()));
  }

  private void add(DestinationFacts.Step step, long amount) {
    if (amount == 0) {
      return;
    }
    long calls = (amount + step.batch() - 1) / step.batch();
    add(CostUnit.CALLS, calls);
    step.units().forEach((unit, each) -> add(unit, calls * each));
    step.unitsEach().forEach((unit, each) -> add(unit, amount * each));
    lines.add(
        Line.of(
            "%s: %,d %s ÷ %,d a call = %,d calls",
            step.what(), amount, step.of().words(), step.batch(), calls));
  }

  private void add(CostUnit unit, long n) {
    units.merge(unit, n, Long::sum);
  }

  long total() {
    return units(CostUnit.CALLS);
  }

  long units(CostUnit unit) {
    return units.getOrDefault(unit, 0L);
  }

  Forecast.Calls forecast() {
    Map<String, Long> named = new TreeMap<>();
    units.forEach((unit, n) -> named.put(unit.name().toLowerCase(Locale.ROOT), n));
    return new Forecast.Calls(total(), named, List.copyOf(lines), source);
  }
}
