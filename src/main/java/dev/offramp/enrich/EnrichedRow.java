package dev.offramp.enrich;

import dev.offramp.kartra.api.LeadDetails;

/**
 * What came of asking Kartra about the person of a row.
 *
 * @param row the ordinal of the row
 * @param code why there are no facts, or empty
 * @param facts what Kartra knows, or null
 */
public record EnrichedRow(long row, String code, LeadDetails facts) {}
