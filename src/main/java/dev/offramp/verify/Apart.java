package dev.offramp.verify;

/** Why a difference is no fault of the load. */
public enum Apart {
  /** It may be one. */
  NO(""),
  /** The record was changed at the destination after the load was done with it. */
  CHANGED_SINCE("changed there since the load"),
  /** The record was merged into another one at the destination. */
  MERGED_THERE("merged there since the load");

  private final String words;

  Apart(String words) {
    this.words = words;
  }

  /** The reason for a person; empty where there is none. */
  public String words() {
    return words;
  }
}
