package dev.offramp.bench.makespan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.job.Counters;
import dev.offramp.throttle.Limits;
import java.time.Duration;

/**
 * How long a load took, and how long its calls take at the least.
 *
 * @param rows of the upload
 * @param order of the plan
 * @param took from the first moment of loading until the last chunk is loaded: the reading back
 *     after it is not in it
 * @param calls that the vendor counted in that time
 * @param perSecond how many a second the vendor allows
 * @param permitted how many of them the throttle permits, with what it keeps back
 * @param refused calls that the vendor refused for its limit
 */
record Makespan(
    long rows,
    String order,
    Duration took,
    long calls,
    double perSecond,
    double permitted,
    long refused) {

  static final String HEAD =
      """
      | rows | order | calls | makespan, s | T*, s | makespan ÷ T* | ÷ T* at the published limit | refused |
      |---|---|---|---|---|---|---|---|\
      """;

  /**
   * Takes what the vendor counted, in windows of ten seconds.
   *
   * @param before what it had counted when the loading began
   * @param after what it had counted when all was loaded
   */
  static Makespan of(
      Counters counters,
      String order,
      Duration took,
      JsonNode before,
      JsonNode after,
      Limits limits) {
    if (counters.pending() > 0) {
      throw new IllegalStateException("rows without an outcome: " + counters);
    }
    return new Makespan(
        counters.parsed(),
        order,
        took,
        between(before, after, "callsToday"),
        after.path("limitPer10s").asDouble() / 10,
        limits.permittedPerSecond().orElseThrow(),
        between(before, after, "refusedForTheLimit"));
  }

  private static long between(JsonNode before, JsonNode after, String what) {
    return after.path(what).asLong() - before.path(what).asLong();
  }

  /** A line of the table. */
  String line() {
    double seconds = took.toMillis() / 1e3;
    return "| %,d | %s | %,d | %.1f | %.1f | %.3f | %.3f | %d |"
        .formatted(
            rows,
            order,
            calls,
            seconds,
            calls / permitted,
            seconds / (calls / permitted),
            seconds / (calls / perSecond),
            refused);
  }
}
