package dev.offramp.job;

/** Where a job is. {@link JobTransitions} holds every way from one to another. */
public enum JobState {
  /** The upload is known; nothing has read it yet. */
  RECEIVED,
  /** A parser reads it. */
  PARSING,
  /** Nobody knows what kind of export it is; the plan can name the kind. */
  UNKNOWN_KIND,
  /** All rows are in chunks; mappers turn them into operations. */
  MAPPING,
  /** A person looks at what would happen. */
  AWAITING_APPROVAL,
  /** Chunks are written to the destination. */
  LOADING,
  /** A person stopped the loading for a while. */
  PAUSED,
  /** A person stopped it before all rows were in chunks. */
  PARSING_PAUSED,
  /** A person stopped it before all chunks were mapped. */
  MAPPING_PAUSED,
  /** A person stopped the undoing for a while. */
  ROLLBACK_PAUSED,
  /** Everything was written; it is read back and compared with what was meant. */
  VERIFYING,
  /** Everything was written and, where the plan wants it, read back; the report is being made. */
  REPORTING,
  /** Done: every row has its outcome. */
  COMPLETED,
  /** It cannot go on; the reason says why, and what to do. */
  FAILED,
  /** What the job did is being undone. */
  ROLLING_BACK,
  /** What the job did is undone; what was left alone is in the report. */
  ROLLED_BACK;

  /** Whether the job will not move again unless somebody asks for it. */
  public boolean atRest() {
    return this == COMPLETED
        || this == FAILED
        || this == ROLLED_BACK
        || this == UNKNOWN_KIND
        || this == AWAITING_APPROVAL
        || paused();
  }

  /** Whether a person has stopped the job for a while. */
  public boolean paused() {
    return this == PAUSED
        || this == PARSING_PAUSED
        || this == MAPPING_PAUSED
        || this == ROLLBACK_PAUSED;
  }
}
