package dev.offramp.report;

/**
 * How a job was loaded.
 *
 * @param order the plan's word, {@code paced} or {@code strict}
 * @param outOfOrder the records that were made after one whose row comes later
 * @param inversions the pairs of records that were made in the opposite order of their rows
 * @param sharePerMille our part of the account's limits, as it was at the end
 * @param shareByPerson whether a person set that while work went on; else it is the plan's
 */
public record Conduct(
    String order, long outOfOrder, long inversions, int sharePerMille, boolean shareByPerson) {}
