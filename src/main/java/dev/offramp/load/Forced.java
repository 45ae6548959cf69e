package dev.offramp.load;

/**
 * What a person may have taken back although somebody has worked on it since. Consent is not among
 * them: what somebody has said since is never overturned (invariant 6).
 */
public enum Forced {
  /** Contacts that we made go, whatever somebody has changed in them. */
  CONTACTS,
  /**
   * Fields of contacts that were there get their prior values, whatever is in them now; fields that
   * we made go though contacts use them.
   */
  FIELDS,
  /** Contacts that were there get exactly the tags that they had; tags that we made go. */
  TAGS,
  /** Lists that we made go though others are on them. */
  LISTS
}
