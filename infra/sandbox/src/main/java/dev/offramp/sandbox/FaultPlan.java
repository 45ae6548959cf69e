package dev.offramp.sandbox;

/**
 * What goes wrong, in per mille of the calls that change something, drawn from a seed.
 *
 * @param seed the same seed and the same order of calls give the same faults
 * @param latencyMillis how long every answer takes, with a tenth of it up or down
 * @param timeoutAfter the change takes effect, and no answer comes
 * @param timeoutBefore no effect and no answer
 * @param locked 423, with two seconds to wait
 * @param failedAfter the change takes effect, and the answer is 502
 * @param failedBefore no effect, and the answer is 503
 * @param somebodyElse 429 though the caller kept the limit: somebody else uses the account
 * @param holdMillis how long a call without an answer is held open
 */
public record FaultPlan(
    long seed,
    int latencyMillis,
    int timeoutAfter,
    int timeoutBefore,
    int locked,
    int failedAfter,
    int failedBefore,
    int somebodyElse,
    int holdMillis) {

  /** What can happen to a call. */
  enum Fault {
    NONE,
    TIMEOUT_AFTER,
    TIMEOUT_BEFORE,
    LOCKED,
    FAILED_AFTER,
    FAILED_BEFORE,
    SOMEBODY_ELSE
  }

  /** Nothing goes wrong; answers take so long. */
  public static FaultPlan none(int latencyMillis) {
    return new FaultPlan(1, latencyMillis, 0, 0, 0, 0, 0, 0, 0);
  }

  /** What happens to a call that draws this number of 0–999. */
  Fault at(int draw) {
    int[] shares = {timeoutAfter, timeoutBefore, locked, failedAfter, failedBefore, somebodyElse};
    Fault[] faults = {
      Fault.TIMEOUT_AFTER,
      Fault.TIMEOUT_BEFORE,
      Fault.LOCKED,
      Fault.FAILED_AFTER,
      Fault.FAILED_BEFORE,
      Fault.SOMEBODY_ELSE
    };
    int from = 0;
    for (int i = 0; i < shares.length; i++) {
      if (draw >= from && draw < from + shares[i]) {
        return faults[i];
      }
      from += shares[i];
    }
    return Fault.NONE;
  }
}
