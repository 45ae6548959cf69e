package dev.offramp.crm;

/** What a destination holds of a person's permission to be mailed for marketing. */
public enum ConsentState {
  /** Nothing is recorded. */
  UNSPECIFIED,
  /** A permission is recorded. */
  SUBSCRIBED,
  /** A refusal is recorded. */
  OPTED_OUT
}
