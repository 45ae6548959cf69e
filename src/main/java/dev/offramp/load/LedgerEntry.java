package dev.offramp.load;

import java.time.Instant;
import java.util.List;

/**
 * A page of the ledger: intents, tickets, outcomes or undos of one chunk. A page is written once
 * and never changed (invariants 2 and 4).
 *
 * @param jobId the job
 * @param chunk the chunk's index; {@link #PREPARATION} for the job's definitions
 * @param part what the page holds
 * @param stage the step of the protocol that it belongs to
 * @param page makes the key unique within chunk, part and stage; of intents it is the place in
 *     their order, so that two loaders that know the same pages write to the same one
 * @param fence the lease under which it was written
 * @param writtenAt when
 * @param lines the content
 */
public record LedgerEntry(
    String jobId,
    int chunk,
    Part part,
    Stage stage,
    String page,
    long fence,
    Instant writtenAt,
    List<LedgerLine> lines) {

  /** The chunk index of the pages about a job's definitions. */
  public static final int PREPARATION = -1;

  /** What a page holds. */
  public enum Part {
    INTENT,
    /** Under which ticket the destination works on the intents. */
    TICKET,
    /** Under which ticket the destination takes them back. */
    UNDO_TICKET,
    OUTCOME,
    /**
     * What is about to be taken back, where nobody could see afterwards who did it; without effect
     * where it says so.
     */
    UNDO_INTENT,
    UNDO
  }

  /** The steps of loading a chunk, in order. */
  public enum Stage {
    DEFINITIONS,
    RECORDS,
    CONSENT,
    MEMBERSHIPS
  }

  /** Copies the lines. */
  public LedgerEntry {
    lines = List.copyOf(lines);
  }
}
