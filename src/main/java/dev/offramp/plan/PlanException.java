package dev.offramp.plan;

/** A plan that cannot be followed. */
public class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;

  /** Takes the code, and a sentence that says where and what to do. */
  public PlanException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The code, such as {@code OFF-1501}. */
  public String code() {
    return code;
  }
}
