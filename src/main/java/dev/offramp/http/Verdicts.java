package dev.offramp.http;

/** What a caller makes of the answers that are about the way and not about the matter. */
public interface Verdicts {

  /**
   * What to throw when the outcome of a call is not known, or nobody answers.
   *
   * @param call the call; its name may be told, its path and body may not
   * @param what happened last, in words without values
   * @param cause the exception behind it, or null
   */
  RuntimeException unknown(HttpCall call, String what, Throwable cause);

  /** Throws where an answer means that the key is refused or lacks a permission. */
  void check(HttpCall call, HttpReply reply);
}
