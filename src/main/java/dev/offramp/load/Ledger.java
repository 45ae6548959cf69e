package dev.offramp.load;

import java.util.List;

/** What was intended before each call, what was there before, what came of it, what was undone. */
public interface Ledger {

  /**
   * Writes a page if no page is at its key (invariant 4: the first before-image wins).
   *
   * @return whether this call wrote it
   * @throws LedgerPageTooLargeException if it does not fit, also when compressed: write it in parts
   */
  boolean append(LedgerEntry entry);

  /** All pages of a chunk, in the order of stage, part and page. Reads are consistent. */
  List<LedgerEntry> pages(String jobId, int chunk);

  /** A page does not fit into one item. */
  class LedgerPageTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes the compressed size in bytes. */
    public LedgerPageTooLargeException(int bytes) {
      super("a ledger page of " + bytes + " bytes");
    }
  }
}
