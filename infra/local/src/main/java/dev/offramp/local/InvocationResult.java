package dev.offramp.local;

import java.util.Optional;

/**
 * What came of a call of a function.
 *
 * @param requestId the call
 * @param payload the answer as the function wrote it (JSON, or empty); the error's JSON if it
 *     failed
 * @param error what went wrong; none if it went well
 */
public record InvocationResult(String requestId, String payload, Optional<Failure> error) {
  /**
   * Why a call failed.
   *
   * @param kind what failed
   * @param type the error's type, such as a class name or {@code Runtime.ExitError}
   * @param message the error's words
   */
  public record Failure(FailureKind kind, String type, String message) {}

  /** How a call can fail. */
  public enum FailureKind {
    /** The function threw. */
    FUNCTION_ERROR,
    /** The function took longer than its time-out; its environment was killed. */
    TIMED_OUT,
    /** The environment died during the call. */
    EXITED,
    /** The environment did not come up. */
    INIT,
    /** The answer is not JSON. */
    INVALID_ANSWER
  }

  /** Whether it went well. */
  public boolean succeeded() {
    return error.isEmpty();
  }

  /** A call that went well. */
  public static InvocationResult success(String requestId, String payload) {
    return new InvocationResult(requestId, payload, Optional.empty());
  }

  /** A call that failed. */
  public static InvocationResult failure(
      String requestId, FailureKind kind, String type, String message, String payload) {
    return new InvocationResult(requestId, payload, Optional.of(new Failure(kind, type, message)));
  }
}
