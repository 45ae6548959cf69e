package dev.offramp.throttle;

import dev.offramp.throttle.Dialect.Clue;
import dev.offramp.throttle.Dialect.Gauge;
import dev.offramp.throttle.Feedback.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers in one platform's dialect, and what all platforms have in common. */
final class DialectReader implements FeedbackReader {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Whole seconds are rounded: "0" may be nearly one. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A vendor that asks for more than this is asked again after it. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern SALESFORCE =
      Pattern.compile("api-usage=(?<used>\\d{1,15})/(?<limit>\\d{1,15})");

  private final Dialect dialect;
  private final List<Clue> clues;
  private final RetryTimes times = new RetryTimes();

  DialectReader(Dialect dialect) {
    this.dialect = dialect;
    this.clues = new ArrayList<>(dialect.clues());
    clues.add(
        Clue.status(
            429, dialect.pause(), "the destination takes no more calls for now (HTTP 429)"));
    clues.add(Clue.away(502, SOON));
    clues.add(Clue.away(503, SOON));
    clues.add(Clue.away(504, SOON));
  }

  @Override
  public Feedback read(Answer answer) {
    List<Reading> readings = readings(answer);
    for (Clue clue : clues) {
      if (clue.status().isEmpty() || clue.status().getAsInt() == answer.status()) {
        Matcher matcher = clue.body().matcher(answer.bodyStart());
        if (matcher.find()) {
          Instant opens = opens(answer, clue, matcher);
          return new Feedback(clue.verdict(), Optional.of(opens), readings, clue.reason());
        }
      }
    }
    return readings.isEmpty()
        ? Feedback.fine()
        : new Feedback(Feedback.Verdict.FINE, Optional.empty(), readings, "");
  }

  private Instant opens(Answer answer, Clue clue, Matcher matcher) {
    Instant stated =
        times
            .stated(answer)
            .or(() -> inBody(answer, clue, matcher))
            .orElseGet(() -> answer.at().plus(clue.pause()));
    Instant earliest = answer.at().plus(SHORTEST);
    Instant latest = answer.at().plus(LONGEST);
    if (stated.isBefore(earliest)) {
      return earliest;
    }
    return stated.isAfter(latest) ? latest : stated;
  }

  private static Optional<Instant> inBody(Answer answer, Clue clue, Matcher matcher) {
    String pattern = clue.body().pattern();
    if (pattern.contains("(?<s>")) {
      return RetryTimes.whole(matcher.group("s")).map(s -> answer.at().plusSeconds(s));
    }
    if (pattern.contains("(?<ms>")) {
      return RetryTimes.whole(matcher.group("ms")).map(ms -> answer.at().plusMillis(ms));
    }
    return Optional.empty();
  }

  private List<Reading> readings(Answer answer) {
    List<Reading> readings = new ArrayList<>();
    for (Gauge gauge : dialect.gauges()) {
      number(answer, gauge.remaining())
          .ifPresent(
              left ->
                  readings.add(
                      new Reading(
                          gauge.unit(),
                          number(answer, gauge.millis()).map(Duration::ofMillis).or(gauge::window),
                          number(answer, gauge.limit()).orElse(-1L),
                          left,
                          Optional.empty())));
    }
    answer.header("sforce-limit-info").flatMap(DialectReader::salesforce).ifPresent(readings::add);
    return readings;
  }

  /** {@code Sforce-Limit-Info: api-usage=18/5000}: calls of the org in 24 hours. */
  private static Optional<Reading> salesforce(String value) {
    Matcher matcher = SALESFORCE.matcher(value);
    if (!matcher.find()) {
      return Optional.empty();
    }
    long limit = Long.parseLong(matcher.group("limit"));
    long left = Math.max(0, limit - Long.parseLong(matcher.group("used")));
    return Optional.of(
        new Reading(
            CostUnit.CALLS, Optional.of(Duration.ofDays(1)), limit, left, Optional.empty()));
  }

  private static Optional<Long> number(Answer answer, String header) {
    return header.isEmpty() ? Optional.empty() : answer.header(header).flatMap(RetryTimes::whole);
  }
}
