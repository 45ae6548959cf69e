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
   * @param byPerson whether a person set it while work went on
   * @param closedUntil until when the vendor has shut the account; empty when it never has
   * @param closedReason why
   */
  public record Status(
      Gate.Flag flag,
      String note,
      int sharePerMille,
      boolean byPerson,
      Optional<Instant> closedUntil,
      String closedReason) {}

  /** Takes where the budgets are kept. */
  public BudgetControl(BudgetStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /** No call goes until {@link #resume}; the note says why, in one line for people. */
  public void pause(String budget, String note) {
    gate(budget, gate -> gate.flagged(Gate.Flag.PAUSED, note));
  }

  /** As {@link #pause}, for an emergency: it is shown as such. */
  public void panic(String budget, String note) {
    gate(budget, gate -> gate.flagged(Gate.Flag.PANIC, note));
  }

  /** Calls go again. */
  public void resume(String budget) {
    gate(budget, gate -> gate.flagged(Gate.Flag.OPEN, ""));
  }

  /**
   * Sets our part of every limit, 0 to 1000, by a person's word: it goes before any plan's. A share
   * that is lowered counts what was sent under the old one (invariant 7). Throws {@link
   * IllegalArgumentException} (OFF-2703).
   */
  public void share(String budget, int perMille) {
    gate(budget, gate -> gate.shared(perMille));
  }

  /** Takes back a person's word about the share: the plan's counts again. */
  public void sharePlanned(String budget) {
    gate(budget, Gate::asPlanned);
  }

  /** Sets our part to a plan's, unless a person has set it. Throws as {@link #share}. */
  public void planned(String budget, int perMille) {
    Gate now = store.read(budget).state().gate();
    if (!now.planned(perMille).equals(now)) {
      gate(budget, gate -> gate.planned(perMille));
    }
  }

  /** The budget as it is now. */
  public Status status(String budget) {
    BudgetState state = store.read(budget).state();
    return new Status(
        state.gate().flag(),
        state.gate().note(),
        state.gate().sharePerMille(),
        state.gate().byPerson(),
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
