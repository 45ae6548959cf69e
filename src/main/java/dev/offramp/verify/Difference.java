package dev.offramp.verify;

/**
 * Something that is not as it was meant. It holds the customer's values: it goes into the
 * customer's bucket and nowhere else (invariant 8).
 *
 * @param row the ordinal of the row that meant it, from 0; -1 where no row did
 * @param line the line of the upload on which that row starts, from 1; 0 where there is none
 * @param record the destination's id
 * @param fault what is wrong
 * @param subject the field, tag or list that it is about, or empty
 * @param meant what was meant, or empty
 * @param found what is there, or empty
 * @param apart why it is no fault of the load
 */
public record Difference(
    long row,
    long line,
    String record,
    Fault fault,
    String subject,
    String meant,
    String found,
    Apart apart) {

  /** Whether the load has to answer for it, as far as anybody can tell. */
  public boolean counts() {
    return apart == Apart.NO;
  }
}
