package dev.offramp.load;

import java.time.Duration;

/** A job of the destination's own is under way; its ticket is in the ledger. Come again later. */
final class StillRunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a person reads while the job stands still. */
  static final String REASON = "OFF-2109 the destination works on a job of its own";

  private final Duration askAgainAfter;

  StillRunningException(Duration askAgainAfter) {
    super(REASON);
    this.askAgainAfter = askAgainAfter;
  }

  Duration askAgainAfter() {
    return askAgainAfter;
  }
}
