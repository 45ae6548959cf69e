package dev.offramp.job;

/** The doorbells, one for each function. */
public enum Queue {
  /** S3's own notifications, and the conductor's reminders: there is an upload to parse. */
  UPLOADS,
  /** There is a chunk to map. */
  ROWS,
  /** An account has work. */
  LOADS,
  /** A job may be ready for its next step. */
  CONTROL,
  /** A job is to be undone. */
  ROLLBACKS
}
