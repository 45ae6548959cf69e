package dev.offramp.crm;

/**
 * What the destination said about one change.
 *
 * @param traceId the change
 * @param verdict what became of it
 * @param remoteId the record, where it is known
 * @param message the destination's own words for a refusal, else empty
 */
public record RowAnswer(String traceId, Verdict verdict, String remoteId, String message) {

  /** What can become of a change. */
  public enum Verdict {
    /** It took effect. */
    APPLIED,
    /** It took no effect because things were so already (a list's member, a deleted record). */
    ALREADY,
    /** It was refused for good. */
    REFUSED,
    /** A record with the same unique value exists; {@link #remoteId()} names it where known. */
    CONFLICT,
    /** The record is not there. */
    MISSING,
    /** The destination said nothing about it: the outcome has to be looked up. */
    UNKNOWN
  }

  /** An answer for a change that took effect. */
  public static RowAnswer applied(String traceId, String remoteId) {
    return new RowAnswer(traceId, Verdict.APPLIED, remoteId, "");
  }

  /** An answer for a change that was refused, in the destination's words. */
  public static RowAnswer refused(String traceId, String message) {
    return new RowAnswer(traceId, Verdict.REFUSED, null, message);
  }
}
