package dev.offramp.stage;

/**
 * How much the parser takes at a time.
 *
 * @param chunkRows how many rows travel together, and are read again at most after a kill
 * @param chunkBytes from how many bytes on a chunk of fewer rows is closed
 * @param runBytes from how many bytes on a run is sorted and written: a fraction of the memory that
 *     is used
 * @param windows the bytes of all the windows on runs that a merge may keep open, together
 */
record ParseSizes(int chunkRows, int chunkBytes, int runBytes, int windows) {
  private static final int MEGABYTE = 1024 * 1024;

  /** Those for a function of 512 MB and uploads of 5 GB; see decision 050. */
  static ParseSizes of(int chunkRows) {
    return new ParseSizes(chunkRows, 4 * MEGABYTE, 16 * MEGABYTE, 64 * MEGABYTE);
  }
}
