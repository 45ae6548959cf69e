package dev.offramp.plan;

/** Whether a person has to say yes before anything is written at the destination. */
public enum Approval {
  REQUIRED,
  AUTOMATIC
}
