package dev.offramp.load;

/** What the plan says about records that were at the destination before the migration. */
public enum ExistingPolicy {
  /** Fill the fields that are empty; change no value. */
  FILL,
  /** The upload's values replace the destination's. */
  OVERWRITE,
  /** Leave them alone altogether. */
  SKIP
}
