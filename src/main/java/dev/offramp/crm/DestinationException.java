package dev.offramp.crm;

/** The destination will not work with us as things are; a person has to do something. */
public class DestinationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String code;

  /** Takes the code of the error and a sentence that says what happened and what to do. */
  public DestinationException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The code, such as {@code OFF-2101}. */
  public String code() {
    return code;
  }
}
