package dev.offramp.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a vendor's answer says about the budget.
 *
 * @param verdict what to do about it
 * @param opensAt when calls may go again, where the verdict closes the budget
 * @param readings what the answer says about single windows
 * @param reason the stall in one line for people; empty when there is none
 */
public record Feedback(
    Verdict verdict, Optional<Instant> opensAt, List<Reading> readings, String reason) {

  /** What an answer means for the budget. */
  public enum Verdict {
    /** Nothing stands in the way. */
    FINE,
    /**
     * The vendor refused the call because of a limit: it did not take effect and may be made again.
     */
    LIMITED,
    /**
     * The vendor is not there for the moment (502, 503, 504): whether the call took effect is not
     * known.
     */
    UNAVAILABLE
  }

  /**
   * What a vendor says about one window.
   *
   * @param unit what the window counts
   * @param window its length; empty when the vendor does not say
   * @param limit how much it allows; -1 when the vendor does not say
   * @param remaining what is left of it
   * @param resetsAt when it starts afresh, where the vendor says so
   */
  public record Reading(
      CostUnit unit,
      Optional<Duration> window,
      long limit,
      long remaining,
      Optional<Instant> resetsAt) {
    /** Takes its parts as they are; none may be null. */
    public Reading {
      Objects.requireNonNull(unit, "unit");
      Objects.requireNonNull(window, "window");
      Objects.requireNonNull(resetsAt, "resetsAt");
    }
  }

  private static final Feedback FINE = new Feedback(Verdict.FINE, Optional.empty(), List.of(), "");

  /** Keeps a copy of the readings. */
  public Feedback {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(opensAt, "opensAt");
    Objects.requireNonNull(reason, "reason");
    readings = List.copyOf(readings);
  }

  /** An answer that says nothing about the budget. */
  public static Feedback fine() {
    return FINE;
  }

  /** No answer came (time-out, broken connection): says nothing about the budget either. */
  public static Feedback unanswered() {
    return FINE;
  }

  /** The vendor refused the call because of a limit; calls go again at {@code opensAt}. */
  public static Feedback limited(Instant opensAt, String reason) {
    return new Feedback(Verdict.LIMITED, Optional.of(opensAt), List.of(), reason);
  }

  /** The vendor is not there until about {@code opensAt}. */
  public static Feedback unavailable(Instant opensAt, String reason) {
    return new Feedback(Verdict.UNAVAILABLE, Optional.of(opensAt), List.of(), reason);
  }

  /** Whether calls must wait. */
  public boolean closes() {
    return opensAt.isPresent();
  }
}
