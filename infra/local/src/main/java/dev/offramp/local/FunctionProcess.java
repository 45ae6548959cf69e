package dev.offramp.local;

/**
 * An execution environment as seen from outside.
 *
 * @param id its name, which is also in the log
 * @param function the logical id of the function
 * @param pid the process id
 * @param state what it does
 */
public record FunctionProcess(String id, String function, long pid, State state) {
  /** What an environment does. */
  public enum State {
    /** It has not asked for its first call yet. */
    STARTING,
    /** It waits for a call. */
    IDLE,
    /** It works on a call. */
    BUSY,
    /** Its process has ended. */
    DEAD
  }
}
