package dev.offramp.throttle;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What has been spent of a lease. */
final class Spending {
  private final Lease lease;
  private final long lateness;
  private final Map<CostUnit, Long> spent = new EnumMap<>(CostUnit.class);
  private long gone;

  Spending(Lease lease, Margins margins) {
    this.lease = lease;
    this.lateness = Micros.of(margins.lateness());
  }

  Lease lease() {
    return lease;
  }

  /**
   * The slot at which a call of this cost goes; empty when the lease has none left for it. Slots
   * that have passed are lost: a permit is void after its slot. A call that counts as several takes
   * its other slots half before and half after its own, so that any window sees as few as if they
   * had been single calls (invariant 7).
   */
  Optional<Long> slot(long now, Cost cost) {
    long calls = calls(cost);
    if (now > lease.voidAfter() || !affordable(cost)) {
      return Optional.empty();
    }
    gone += passed(now - (calls - 1) * lease.spacing());
    return gone + 2 * calls - 1 > lease.slots()
        ? Optional.empty()
        : Optional.of(lease.slot(gone + calls - 1));
  }

  /** How many slots that are not gone yet have passed at {@code now}; none where nothing paces. */
  long passed(long now) {
    long late = lease.spacing() == 0 ? 0 : now - lateness - lease.slot(gone);
    return late <= 0 ? 0 : Pace.ceilDiv(late, lease.spacing());
  }

  private boolean affordable(Cost cost) {
    return lease.amounts().entrySet().stream()
        .allMatch(e -> spent.getOrDefault(e.getKey(), 0L) + cost.of(e.getKey()) <= e.getValue());
  }

  void spend(Cost cost) {
    gone += 2 * calls(cost) - 1;
    cost.units().forEach((unit, amount) -> spent.merge(unit, amount, Long::sum));
  }

  long voidAfter(long slot) {
    return lease.spacing() == 0 ? lease.voidAfter() : slot + lateness;
  }

  /** The first slot that is surely not used. */
  long freeAt() {
    return lease.spacing() == 0 ? lease.freeAt() : lease.slot(Math.min(gone, lease.slots()));
  }

  long spentCalls() {
    return spent.getOrDefault(CostUnit.CALLS, 0L);
  }

  Ask.Leftover leftover() {
    Map<CostUnit, Long> left = new EnumMap<>(CostUnit.class);
    lease
        .amounts()
        .forEach((unit, amount) -> left.put(unit, amount - spent.getOrDefault(unit, 0L)));
    return new Ask.Leftover(lease.first(), lease.voidAfter(), left);
  }

  private static long calls(Cost cost) {
    return Math.max(1, cost.of(CostUnit.CALLS));
  }
}
