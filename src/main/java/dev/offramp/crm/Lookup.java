package dev.offramp.crm;

/**
 * A question for a record at the destination. The adapter uses the strongest key that is there: the
 * destination's own id, else (where {@code byMarker}) our marker, else the e-mail address.
 *
 * @param traceId the caller's name for the question; the answer carries it
 * @param remoteId the destination's id where it is known, else null
 * @param marker the value of the marker field
 * @param email the address, case-folded, or empty
 * @param byMarker whether the marker is what counts: true after an unknown outcome
 */
public record Lookup(
    String traceId, String remoteId, String marker, String email, boolean byMarker) {}
