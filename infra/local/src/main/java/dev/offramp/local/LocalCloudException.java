package dev.offramp.local;

/**
 * A condition that a person can mend. Its message begins with the code under which {@code
 * docs/errors.md} explains it ({@code OFF-3100} and on).
 */
public final class LocalCloudException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /**
   * @param problem what kind of condition it is
   * @param detail what happened, to which thing, and what to do; no personal data
   */
  public LocalCloudException(Problem problem, String detail) {
    super(problem.code() + " " + detail);
    this.problem = problem;
  }

  /**
   * @param problem what kind of condition it is
   * @param detail what happened, to which thing, and what to do; no personal data
   * @param cause what brought it about
   */
  public LocalCloudException(Problem problem, String detail, Throwable cause) {
    super(problem.code() + " " + detail, cause);
    this.problem = problem;
  }

  /** The kind of condition. */
  public Problem problem() {
    return problem;
  }
}
