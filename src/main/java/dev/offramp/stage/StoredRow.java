package dev.offramp.stage;

import java.util.List;

/**
 * A row as the parser leaves it for the mapper.
 *
 * @param o the ordinal, from 0
 * @param l the line of the upload on which it starts, from 1
 * @param v the values, in the order of the columns
 */
public record StoredRow(long o, long l, List<String> v) {}
