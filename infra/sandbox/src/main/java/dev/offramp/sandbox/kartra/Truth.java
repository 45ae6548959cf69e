package dev.offramp.sandbox.kartra;

/**
 * What a generated export really holds, to compare a load with.
 *
 * @param rows records of the file
 * @param people different people among the rows that can be taken
 * @param repeats rows about a person whom an earlier row brought
 * @param broken rows that cannot be taken: no address, or none that can be delivered to
 */
public record Truth(long rows, long people, long repeats, long broken) {}
