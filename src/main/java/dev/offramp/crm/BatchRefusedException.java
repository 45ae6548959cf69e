package dev.offramp.crm;

/** A batch was refused whole, for good, and nothing of it took effect. */
public class BatchRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the destination's own words. */
  public BatchRefusedException(String message) {
    super(message);
  }
}
