package dev.offramp.enrich;

import dev.offramp.kartra.api.LeadKey;

/**
 * Whom to ask Kartra about.
 *
 * @param row the ordinal of the row
 * @param key the person
 */
public record Question(long row, LeadKey key) {}
