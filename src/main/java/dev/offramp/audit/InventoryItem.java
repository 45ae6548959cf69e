package dev.offramp.audit;

/**
 * Something that does not move with the exports.
 *
 * @param what it is
 * @param why it does not move, and what can be done instead
 * @param enrichment whether asking Kartra's API for each contact brings it
 * @param source the page or the observation that says so
 */
public record InventoryItem(String what, String why, boolean enrichment, String source) {}
