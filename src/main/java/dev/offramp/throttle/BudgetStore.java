package dev.offramp.throttle;

/**
 * Where budgets are kept: one item each, replaced whole, only by who has seen its latest version.
 */
public interface BudgetStore {

  /**
   * An item and its version.
   *
   * @param version grows by one with each replacement; 0 before the first
   * @param state what is kept
   */
  record Stored(long version, BudgetState state) {}

  /**
   * What came of a replacement.
   *
   * @param done whether it took effect
   * @param current the item as it is now: the new one, or the one that stood in the way
   */
  record Attempt(boolean done, Stored current) {}

  /**
   * The item as the latest replacement left it, never an older one; version 0 and a fresh state
   * when there is none.
   */
  Stored read(String key);

  /** Replaces the item if its version is still {@code version}; 0 stands for no item. */
  Attempt replace(String key, long version, BudgetState next);
}
