package dev.offramp.throttle;

import java.util.HashMap;
import java.util.Map;

/** Budgets of one process: for a load on one machine, and for tests. */
public final class InMemoryBudgetStore implements BudgetStore {
  private static final Stored NONE = new Stored(0, BudgetState.FRESH);

  private final Map<String, Stored> items = new HashMap<>();

  @Override
  public synchronized Stored read(String key) {
    return items.getOrDefault(key, NONE);
  }

  @Override
  public synchronized Attempt replace(String key, long version, BudgetState next) {
    Stored current = items.getOrDefault(key, NONE);
    if (current.version() != version) {
      return new Attempt(false, current);
    }
    Stored replaced = new Stored(version + 1, next);
    items.put(key, replaced);
    return new Attempt(true, replaced);
  }
}
