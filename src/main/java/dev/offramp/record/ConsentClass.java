package dev.offramp.record;

/**
 * What Kartra knows of a person's permission to be mailed, read the strict way. The constants stand
 * from the most to the least permissive; invariant 6 never moves anybody up.
 *
 * <p>Source of the codes: support.kartra.com, articles 153000169422 and 153000256388.
 */
public enum ConsentClass {
  /** Accepted in so many words (GDPR status 2), and nothing speaks against it. May be mailed. */
  GRANTED,
  /** Not under the GDPR (status 0 or 1) and mailable in Kartra; no consent is recorded. */
  NOT_REGULATED,
  /** Unknown, pending, or the export does not say (status 4, 5, missing). Not to be mailed. */
  UNKNOWN,
  /** Declined commercial messages (status 3). Not to be mailed. */
  DECLINED,
  /** Blocked for a bad address: hard bounce, several soft bounces. Not to be mailed. */
  BLOCKED,
  /** Asked not to be contacted, or complained of spam. Never to be mailed. */
  DO_NOT_CONTACT;

  /** Whether Kartra itself would mail the person. */
  public boolean mailable() {
    return this == GRANTED || this == NOT_REGULATED;
  }

  /** The stricter of two. */
  public ConsentClass strictest(ConsentClass other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
