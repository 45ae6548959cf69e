package dev.offramp.crm;

/** A change was sent and no answer tells whether it took effect: look it up, never just retry. */
public class UnknownOutcomeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes what happened, in words without personal data, and its cause or null. */
  public UnknownOutcomeException(String message, Throwable cause) {
    super(message, cause);
  }
}
