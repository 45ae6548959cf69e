package dev.offramp.simulation;

/** An invariant, numbered as in CONTRIBUTING.md, does not hold. Number 0 is liveness. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;
  private final int invariant;

  Violation(int invariant, String what) {
    super("invariant " + invariant + ": " + what);
    this.invariant = invariant;
  }

  int invariant() {
    return invariant;
  }
}
