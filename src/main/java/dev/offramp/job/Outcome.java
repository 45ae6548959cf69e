package dev.offramp.job;

/** Where a row ended: exactly one of these, and nothing else (invariant 1). */
public enum Outcome {
  /** A record was made at the destination. */
  CREATED,
  /** A record that was there was changed. */
  UPDATED,
  /** The destination had it all already. */
  UNCHANGED,
  /** The row is about a person whom another row brought; it went into that one. */
  MERGED,
  /** The row could not be taken; the reason and what to do are in the rejects. */
  REJECTED,
  /** The plan says that the row is not to be moved. */
  EXCLUDED
}
