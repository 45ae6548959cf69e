package dev.offramp.verify;

/** What is not as it was meant. */
public enum Fault {
  /** The record is not there, under whatever key. */
  RECORD_LOST("records that are not there"),
  /** Several records bear one marker. */
  RECORD_DOUBLED("people with more than one record"),
  /** The record went into another one. */
  RECORD_MERGED("records that went into another one"),
  /** The field is empty. */
  VALUE_LOST("values that are not there"),
  /** The field holds the beginning of the value. */
  VALUE_TRUNCATED("values that were cut off"),
  /** The moment is off by whole quarters of an hour, as by a time zone. */
  VALUE_SHIFTED("moments that were shifted"),
  /** The same digits in another spelling, in a field that is no number. */
  VALUE_REFORMATTED("figures that were rewritten"),
  /** Letters were replaced by question marks. */
  VALUE_GARBLED("values that lost letters"),
  /** The field holds something else. */
  VALUE_CHANGED("values that are others"),
  /** An option of several is not there. */
  OPTION_DROPPED("options that are not there"),
  /** An option is there that nobody meant. */
  OPTION_ADDED("options that nobody meant"),
  /** The record lacks a tag. */
  TAG_MISSING("tags that are not there"),
  /** The record is not on a list. */
  MEMBER_MISSING("members that a list lacks"),
  /** A list of ours has a member that nobody put there. */
  MEMBER_EXTRA("members that nobody meant"),
  /** A person who must not be mailed is not opted out. */
  CONSENT_RISEN("people who must not be mailed and can be"),
  /** A permission is not recorded. */
  PERMISSION_LOST("permissions that are not recorded");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** What there are so many of, for a person. */
  public String words() {
    return words;
  }
}
