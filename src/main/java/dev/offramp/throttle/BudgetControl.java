package dev.offramp.throttle;

import dev.offramp.throttle.BudgetState.Gate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people do to a budget while it is in use: pause it, resume it, pull the brake, change our
 * share. Every loader sees it before its next block of permits, at the latest three seconds later.
 */
public final class BudgetControl {
  private static final int TRIES = 50;

  private final BudgetStore store;

  /**
   * A budget as people see it.
   *
   * @param flag whether calls may go
   * @param note why not
   * @param sharePerMille the part of every limit that is ours
   * @param closedUntil until when the vendor has shut the account; empty when it never has
   * @param closedReason why
   */
  public record Status(
      Gate.Flag flag,
      String note,
      int sharePerMille,
      Optional<Instant> closedUntil,
      String closedReason) {}

  /** Takes where the budgets are kept. */
  public BudgetControl(BudgetStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /** No call goes until {@link #resume}; the note says why, in one line for people. */
  public void pause(String budget, String note) {
    gate(budget, gate -> new Gate(Gate.Flag.PAUSED, note, gate.sharePerMille()));
  }

  /** As {@link #pause}, for an emergency: it is shown as such. */
  public void panic(String budget, String note) {
    gate(budget, gate -> new Gate(Gate.Flag.PANIC, note, gate.sharePerMille()));
  }

  /** Calls go again. */
  public void resume(String budget) {
    gate(budget, gate -> new Gate(Gate.Flag.OPEN, "", gate.sharePerMille()));
  }

  /**
   * Sets our part of every limit, 0 to 1000. Throws {@link IllegalArgumentException} (OFF-2703).
   */
  public void share(String budget, int perMille) {
    gate(budget, gate -> new Gate(gate.flag(), gate.note(), perMille));
  }

  /** The budget as it is now. */
  public Status status(String budget) {
    BudgetState state = store.read(budget).state();
    return new Status(
        state.gate().flag(),
        state.gate().note(),
        state.gate().sharePerMille(),
        state.closing().until() == 0
            ? Optional.empty()
            : Optional.of(Micros.instant(state.closing().until())),
        state.closing().reason());
  }

  private void gate(String budget, UnaryOperator<Gate> change) {
    for (int i = 0; i < TRIES; i++) {
      BudgetStore.Stored stored = store.read(budget);
      BudgetState state = stored.state();
      BudgetState next = state.with(change.apply(state.gate())).marked("control");
      if (store.replace(budget, stored.version(), next).done()) {
        return;
      }
    }
    throw new BudgetBusyException(budget);
  }
}
