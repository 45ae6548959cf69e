package dev.offramp.kartra;

/**
 * A column of an export.
 *
 * @param index from 0
 * @param header as it stands in the file
 * @param name Kartra's own name of a known column; for an unknown one a name made from the header,
 *     unique within the file
 * @param known whether the column is one of Kartra's standard ones; else it is a custom field
 * @param currency the ISO code in the header, or empty
 */
public record Column(int index, String header, String name, boolean known, String currency) {}
