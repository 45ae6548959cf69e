package dev.offramp.throttle;

import java.util.Optional;

/** What the state of a budget means for somebody who asks for permits. */
sealed interface Decision {

  /** The lease is theirs if they manage to write {@code next}. */
  record Granted(BudgetState next, Lease lease) implements Decision {}

  /** Come again at {@code at}; {@code note} is to be written first, where there is one. */
  record Later(long at, Optional<BudgetState> note, String reason) implements Decision {}

  /** Nothing to be had before {@code opensAt}. */
  record Shut(long opensAt, String reason) implements Decision {}
}
