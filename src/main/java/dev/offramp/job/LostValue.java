package dev.offramp.job;

/**
 * A value that gave way when a row was merged into another one: for the customer's report.
 *
 * @param row the ordinal of the row that was merged, from 0
 * @param into the row that it went into, as {@code <job>/<row>}
 * @param field the destination's field
 * @param lost the value that gave way: the merged row's, or the one that stood there
 * @param kept the value that stayed
 */
public record LostValue(long row, String into, String field, String lost, String kept) {
  /** The folder of the work area in which the loader leaves them, a file for each chunk. */
  public static final String FOLDER = "merges";
}
