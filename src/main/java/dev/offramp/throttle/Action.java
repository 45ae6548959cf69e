package dev.offramp.throttle;

/** What a {@link PermitDesk} wants to happen next. Times are microseconds on the loader's clock. */
sealed interface Action {

  /** The call may be sent now. */
  record Go(Permit permit) implements Action {}

  /** Ask again at {@code until}. */
  record Wait(long until, String reason) implements Action {}

  /** Read the item and hand it to {@link PermitDesk#seen}. */
  record Read() implements Action {}

  /** Replace the item and hand what came of it to {@link PermitDesk#attempted}. */
  record Write(long version, BudgetState next) implements Action {}

  /** There is nothing before {@code opensAt}. */
  record Closed(long opensAt, String reason) implements Action {}
}
