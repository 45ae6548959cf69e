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
 * @param took from the first moment of loading until the last chunk is loaded
 * @param calls that the vendor counted
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

  /** Takes what the vendor counted in windows of ten seconds. */
  static Makespan of(
      Counters counters, String order, Duration took, JsonNode stats, Limits limits) {
    if (counters.pending() > 0) {
      throw new IllegalStateException("rows without an outcome: " + counters);
    }
    return new Makespan(
        counters.parsed(),
        order,
        took,
        stats.path("callsToday").asLong(),
        stats.path("limitPer10s").asDouble() / 10,
        limits.permittedPerSecond().orElseThrow(),
        stats.path("refusedForTheLimit").asLong());
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
