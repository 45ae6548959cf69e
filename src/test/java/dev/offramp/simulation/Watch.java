package dev.offramp.simulation;

import dev.offramp.load.LedgerEntry;

/** Looks on, and says at once when an invariant does not hold; needs no help of the pipeline's. */
interface Watch {
  /** A port was called. */
  default void step(PortCall call, Object[] args, Object result) {}

  /** A page of the ledger was written. */
  default void written(LedgerEntry entry) {}

  /** A call is about to take effect at the destination. */
  default void before(String method, Object[] args) {}

  /** A call has taken effect at the destination. */
  default void after(String method, Object[] args) {}
}
