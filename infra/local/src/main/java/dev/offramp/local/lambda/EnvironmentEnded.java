package dev.offramp.local.lambda;

import dev.offramp.local.InvocationResult;

/** An environment has ended, or never came up. */
final class EnvironmentEnded extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient InvocationResult.Failure failure;

  EnvironmentEnded(InvocationResult.Failure failure) {
    super(failure.type() + ": " + failure.message());
    this.failure = failure;
  }

  InvocationResult.Failure failure() {
    return failure;
  }
}
