package dev.offramp.throttle;

/**
 * OFF-2702: the limits that were asked for are not in the catalogue, or the catalogue is not valid.
 */
public final class LimitsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes what is wrong, in one line for people. */
  public LimitsException(String what) {
    super("OFF-2702 " + what);
  }

  /** Takes what is wrong and where it comes from. */
  public LimitsException(String what, Throwable cause) {
    super("OFF-2702 " + what, cause);
  }
}
