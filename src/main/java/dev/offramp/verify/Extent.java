package dev.offramp.verify;

/** How much of a load is read back. */
public enum Extent {
  /** All of it up to {@link #MOST_BY_ITSELF} rows, beyond that a sample. */
  USUAL,
  /** Every record. */
  ALL,
  /** At most about {@link #SAMPLE_SIZE} records. */
  SAMPLE,
  /** Nothing. */
  NONE;

  /** Up to so many rows a load is read back whole without being asked. */
  public static final long MOST_BY_ITSELF = 100_000;

  /** How many records a sample has, about. */
  public static final long SAMPLE_SIZE = 10_000;

  /** What is done about a job of so many rows: {@link #ALL}, {@link #SAMPLE} or {@link #NONE}. */
  public Extent of(long rows) {
    if (this == USUAL) {
      return rows <= MOST_BY_ITSELF ? ALL : SAMPLE;
    }
    return this;
  }

  /**
   * Of how many records one is looked at: a sample takes those whose row number is a multiple.
   *
   * @param rows of the job that ended at the destination
   */
  public int oneOf(long rows) {
    return of(rows) == SAMPLE ? (int) Math.max(1, (rows + SAMPLE_SIZE - 1) / SAMPLE_SIZE) : 1;
  }
}
