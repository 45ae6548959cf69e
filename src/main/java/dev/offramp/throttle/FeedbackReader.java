package dev.offramp.throttle;

/**
 * Reads what one platform's answers say about its budget. A destination adapter hands every answer
 * to it.
 */
@FunctionalInterface
public interface FeedbackReader {

  /**
   * Takes an answer, gives what it means for the budget; {@link Feedback#fine()} when it says
   * nothing.
   */
  Feedback read(Answer answer);
}
