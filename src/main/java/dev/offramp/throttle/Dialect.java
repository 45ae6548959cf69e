package dev.offramp.throttle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How one platform tells about its limits.
 *
 * @param pause how long to wait after a refusal that does not say how long
 * @param clues signs of a refusal, the first that fits decides
 * @param gauges headers that tell what is left of a window
 * @param page where the platform describes it
 */
record Dialect(Duration pause, List<Clue> clues, List<Gauge> gauges, String page) {

  Dialect {
    clues = List.copyOf(clues);
    gauges = List.copyOf(gauges);
  }

  /**
   * A sign of a refusal.
   *
   * @param status the HTTP status; empty for any
   * @param body what the body holds; a group named {@code s} or {@code ms} is the time to wait
   * @param verdict what it means
   * @param pause how long to wait when the answer does not say
   * @param reason the stall in one line for people; nothing of the body goes into it
   */
  record Clue(
      OptionalInt status, Pattern body, Feedback.Verdict verdict, Duration pause, String reason) {

    private static final Pattern ANYTHING = Pattern.compile("");

    /** A status that means a refusal because of a limit, whatever the body. */
    static Clue status(int status, Duration pause, String reason) {
      return new Clue(OptionalInt.of(status), ANYTHING, Feedback.Verdict.LIMITED, pause, reason);
    }

    /** A body that means a refusal because of a limit, with a certain status. */
    static Clue body(int status, String pattern, Duration pause, String reason) {
      return new Clue(
          OptionalInt.of(status),
          Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
          Feedback.Verdict.LIMITED,
          pause,
          reason);
    }

    /** A body that means a refusal because of a limit, with any status. */
    static Clue anyStatus(String pattern, Duration pause, String reason) {
      Clue clue = body(0, pattern, pause, reason);
      return new Clue(OptionalInt.empty(), clue.body, clue.verdict, pause, reason);
    }

    /** A status that means that the platform is not there. */
    static Clue away(int status, Duration pause) {
      return new Clue(
          OptionalInt.of(status),
          ANYTHING,
          Feedback.Verdict.UNAVAILABLE,
          pause,
          "the destination is not there (HTTP " + status + ")");
    }
  }

  /**
   * Headers that tell about one window.
   *
   * @param unit what the window counts
   * @param limit the header with the limit; empty for none
   * @param remaining the header with what is left
   * @param millis the header with the window's length in milliseconds; empty for none
   * @param window the window's length where no header tells it
   */
  record Gauge(
      CostUnit unit, String limit, String remaining, String millis, Optional<Duration> window) {

    static Gauge of(CostUnit unit, String limit, String remaining, Duration window) {
      return new Gauge(unit, limit, remaining, "", Optional.of(window));
    }

    static Gauge timed(String limit, String remaining, String millis) {
      return new Gauge(CostUnit.CALLS, limit, remaining, millis, Optional.empty());
    }
  }
}
