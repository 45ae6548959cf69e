package dev.offramp.throttle;

/** OFF-2701: the budget's item changed under every one of many tries to write it. */
public final class BudgetBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the budget's key. */
  public BudgetBusyException(String budget) {
    super("OFF-2701 the budget " + budget + " could not be written: it changed under every try");
  }
}
