package dev.offramp.throttle;

import java.util.Map;

/**
 * Permits leased in one write, on the lessee's own clock.
 *
 * @param first the first slot
 * @param spacing from slot to slot; 0 when nothing paces the calls
 * @param slots how many
 * @param voidAfter when the last of them is void
 * @param amounts what may be spent of each unit that a window counts
 * @param places how many calls may be in flight
 * @param placesUntil until when
 */
record Lease(
    long first,
    long spacing,
    long slots,
    long voidAfter,
    Map<CostUnit, Long> amounts,
    long places,
    long placesUntil) {

  /** As many places as nobody can fill. */
  static final long UNLIMITED = Long.MAX_VALUE;

  Lease {
    amounts = Map.copyOf(amounts);
  }

  /** Whether the vendor limits the calls in flight. */
  boolean limitsPlaces() {
    return places < UNLIMITED;
  }

  long slot(long index) {
    return first + index * spacing;
  }

  /** The latest instant at which a call of this lease may start. */
  long end() {
    return spacing == 0 ? voidAfter : slot(slots - 1);
  }

  /** The slot after the last. */
  long freeAt() {
    return first + slots * spacing;
  }
}
