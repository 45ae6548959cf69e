package dev.offramp.crm;

/**
 * A person's consent at the destination.
 *
 * @param state in our words
 * @param detail in the adapter's own words, enough to put it back; never shown to people
 */
public record ConsentRecord(ConsentState state, String detail) {}
