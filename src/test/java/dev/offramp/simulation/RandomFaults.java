package dev.offramp.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A seed's own mixture of faults: some kinds, each more or less often. */
final class RandomFaults implements Faults {
  private static final List<Fault> ANYWHERE =
      List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.FREEZE, Fault.SLOW, Fault.CLOCK_JUMP);
  private static final List<Fault> STORES =
      List.of(
          Fault.STORE_THROTTLED,
          Fault.TIMEOUT_BEFORE_EFFECT,
          Fault.TIMEOUT_AFTER_EFFECT,
          Fault.CRASH_DURING);
  private static final List<Fault> CHANGES =
      List.of(
          Fault.CRASH_DURING,
          Fault.TIMEOUT_BEFORE_EFFECT,
          Fault.TIMEOUT_AFTER_EFFECT,
          Fault.SERVER_ERROR_LATE_EFFECT,
          Fault.SERVER_ERROR_NO_EFFECT,
          Fault.LIMITED_429,
          Fault.LOCKED_423,
          Fault.UNAVAILABLE_503,
          Fault.ROW_LEFT_OUT);
  private static final List<Fault> READS =
      List.of(
          Fault.TIMEOUT_BEFORE_EFFECT, Fault.LIMITED_429, Fault.LOCKED_423, Fault.UNAVAILABLE_503);

  private final Random random;
  private final Map<Fault, Double> plan = new EnumMap<>(Fault.class);
  private boolean stopped;

  /** Takes the seed's random numbers, and how much goes wrong altogether, 0 to 1. */
  RandomFaults(Random random, double severity) {
    this.random = random;
    for (Fault fault : Fault.values()) {
      boolean chosen = fault != Fault.NONE && random.nextInt(3) == 0;
      if (chosen) {
        boolean rare = ANYWHERE.contains(fault) || STORES.contains(fault);
        plan.put(fault, severity * random.nextDouble() * (rare ? 0.02 : 0.1));
      }
    }
  }

  @Override
  public Fault at(PortCall call) {
    if (stopped) {
      return Fault.NONE;
    }
    for (Fault fault : candidates(call)) {
      if (happens(fault)) {
        return fault;
      }
    }
    return Fault.NONE;
  }

  private static List<Fault> candidates(PortCall call) {
    List<Fault> all = new ArrayList<>(ANYWHERE);
    if (call.port() == Port.DESTINATION) {
      all.addAll(call.reads() ? READS : CHANGES);
    } else {
      all.addAll(STORES);
      if (call.conditional()) {
        all.add(Fault.RETRIED_WRITE);
      }
      if (call.port() == Port.BELLS) {
        all.add(Fault.PARTIAL_BELLS);
      }
    }
    return all;
  }

  @Override
  public boolean happens(Fault fault) {
    Double chance = stopped ? null : plan.get(fault);
    return chance != null && random.nextDouble() < chance;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    plan.forEach((fault, chance) -> text.append("%s %.4f, ".formatted(fault, chance)));
    return text.toString();
  }
}
