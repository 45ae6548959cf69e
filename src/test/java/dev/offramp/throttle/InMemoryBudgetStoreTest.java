package dev.offramp.throttle;

/** The contract of budgets, in memory. */
class InMemoryBudgetStoreTest extends BudgetStoreContract {
  private final InMemoryBudgetStore store = new InMemoryBudgetStore();

  @Override
  protected BudgetStore store() {
    return store;
  }
}
