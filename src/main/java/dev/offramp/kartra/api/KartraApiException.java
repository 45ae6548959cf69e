package dev.offramp.kartra.api;

import java.util.Objects;

/** A call to Kartra that came to nothing; the text says what to do and holds no value. */
public final class KartraApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Remedy {
    /** Only a person can: the keys, the App's rights, the account. No other call will do better. */
    CREDENTIALS,
    /** Later: nobody answers, or what answers is not Kartra's API. */
    LATER,
    /** There is no such person in Kartra. */
    NOT_FOUND,
    /** The person was deleted in Kartra. */
    DELETED,
    /** Nothing for this call; others may do better. */
    REFUSED
  }

  private final String code;
  private final Remedy remedy;

  /**
   * Takes what happened.
   *
   * @param code ours, such as {@code OFF-2810}
   * @param message what is wrong and what to do, without a value
   */
  public KartraApiException(String code, String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
    this.remedy = Objects.requireNonNull(remedy);
  }

  /** Our code. */
  public String code() {
    return code;
  }

  /** What can be done about it. */
  public Remedy remedy() {
    return remedy;
  }
}
