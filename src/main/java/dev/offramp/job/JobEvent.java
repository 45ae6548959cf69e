package dev.offramp.job;

/** What can happen to a job. */
public enum JobEvent {
  /** A parser took it up, for the first time or after another one died. */
  PARSE_CLAIMED,
  /** The header fits no kind of export. */
  KIND_UNKNOWN,
  /** The last row is in a chunk. */
  PARSED,
  /** Every chunk is mapped, and the plan wants a person's word. */
  MAPPED_NEEDS_APPROVAL,
  /** Every chunk is mapped, and the plan does not want a person's word. */
  MAPPED,
  /** Every chunk is mapped, and every row has its outcome already. */
  NOTHING_TO_LOAD,
  /** A person said yes. */
  APPROVED,
  /** A person stopped it for a while. */
  PAUSE,
  /** A person let it go on. */
  RESUME,
  /** The last chunk is loaded. */
  LOADED,
  /** What was loaded is read back, as far as the plan wants it. */
  VERIFIED,
  /** The report is written. */
  REPORTED,
  /** It cannot go on. */
  FAIL,
  /** A person wants to try again after a failure was mended. */
  RETRY,
  /** A person wants it undone. */
  ROLLBACK,
  /** Everything is undone. */
  UNDONE
}
