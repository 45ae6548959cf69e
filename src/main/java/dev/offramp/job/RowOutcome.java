package dev.offramp.job;

/**
 * What became of one row, as the report lists it.
 *
 * @param row the ordinal, from 0
 * @param line the line of the upload on which it starts, from 1
 * @param outcome where it ended
 * @param remoteId the destination's record, or empty
 * @param code the code of the reason, or empty
 * @param detail the reason, the destination's own words, or the row that it went into
 */
public record RowOutcome(
    long row, long line, Outcome outcome, String remoteId, String code, String detail) {}
