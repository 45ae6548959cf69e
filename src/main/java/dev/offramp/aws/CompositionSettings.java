package dev.offramp.aws;

import java.time.Duration;
import java.util.Map;

/**
 * The figures that the template's parameters set.
 *
 * @param chunkRows rows that travel together
 * @param lease how long a lease lasts without renewal
 * @param quiet how long nothing has to have moved before the conductor rings again
 * @param callTimeout after how long a destination's silence counts as an unknown outcome
 * @param ledgerRetention how long a rollback is possible
 */
public record CompositionSettings(
    int chunkRows, Duration lease, Duration quiet, Duration callTimeout, Duration ledgerRetention) {

  /** Reads the functions' environment; what is not said has the template's default. */
  public static CompositionSettings of(Map<String, String> environment) {
    return new CompositionSettings(
        Math.toIntExact(number(environment, "OFFRAMP_CHUNK_ROWS", 1000)),
        Duration.ofSeconds(number(environment, "OFFRAMP_LEASE_SECONDS", 60)),
        Duration.ofSeconds(number(environment, "OFFRAMP_QUIET_SECONDS", 120)),
        Duration.ofSeconds(number(environment, "OFFRAMP_CALL_TIMEOUT_SECONDS", 20)),
        Duration.ofDays(number(environment, "OFFRAMP_LEDGER_RETENTION_DAYS", 90)));
  }

  private static long number(Map<String, String> environment, String name, long standard) {
    String text = environment.get(name);
    if (text == null || text.isBlank()) {
      return standard;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "OFF-2302 the environment variable " + name + " is not a whole number", e);
    }
  }
}
