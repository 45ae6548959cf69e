package dev.offramp.local.event;

import dev.offramp.local.InvocationResult;

/** Calls functions. */
@FunctionalInterface
public interface FunctionCaller {
  /**
   * Calls a function and waits for what comes of it.
   *
   * @param logicalId the function
   * @param payload the event, JSON
   * @throws InterruptedException if everything is being stopped
   */
  InvocationResult call(String logicalId, String payload) throws InterruptedException;
}
