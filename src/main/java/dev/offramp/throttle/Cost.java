package dev.offramp.throttle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one call spends: always one of {@link CostUnit#CALLS}, and whatever else the destination
 * counts. A unit that no window of the budget counts is ignored, so a caller may state every unit
 * it knows.
 */
public record Cost(Map<CostUnit, Long> units) {
  private static final Cost CALL = new Cost(Map.of(CostUnit.CALLS, 1L));

  /** Takes amounts of zero or more; throws {@link IllegalArgumentException} on a negative one. */
  public Cost {
    Objects.requireNonNull(units, "units");
    EnumMap<CostUnit, Long> copy = new EnumMap<>(CostUnit.class);
    units.forEach(
        (unit, amount) -> {
          if (amount < 0) {
            throw new IllegalArgumentException("a cost is never negative: " + unit + " " + amount);
          }
          copy.put(unit, amount);
        });
    units = Collections.unmodifiableMap(copy);
  }

  /** One request and nothing else. */
  public static Cost call() {
    return CALL;
  }

  /** This cost, with {@code amount} of {@code unit} in place of what it had of it. */
  public Cost with(CostUnit unit, long amount) {
    EnumMap<CostUnit, Long> copy = new EnumMap<>(CostUnit.class);
    copy.putAll(units);
    copy.put(unit, amount);
    return new Cost(copy);
  }

  /** How much of {@code unit} the call spends; 0 when it is not stated. */
  public long of(CostUnit unit) {
    return units.getOrDefault(unit, 0L);
  }
}
