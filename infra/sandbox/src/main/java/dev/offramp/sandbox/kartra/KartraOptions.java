package dev.offramp.sandbox.kartra;

import java.net.URI;

/**
 * How a simulated Kartra runs.
 *
 * @param port the port on 127.0.0.1; 0 for a free one
 * @param appId the App that callers have to name
 * @param apiKey the key that they have to bring
 * @param apiPassword the password that they have to bring
 * @param callsPerSecond the limit of calls in any second
 * @param faults what goes wrong
 */
public record KartraOptions(
    int port,
    String appId,
    String apiKey,
    String apiPassword,
    int callsPerSecond,
    KartraFaults faults) {

  /** Kartra's own limit, on a free port, with some latency and no faults. */
  public static KartraOptions usual() {
    return new KartraOptions(
        0, "sandbox-app", "sandbox-key", "sandbox-password", 20, KartraFaults.none(40));
  }

  /** The secret that leads to one at an address, as Offramp wants it. */
  public String secret(URI at) {
    return "{\"app_id\":\"%s\",\"api_key\":\"%s\",\"api_password\":\"%s\",\"baseUri\":\"%s\"}"
        .formatted(appId, apiKey, apiPassword, at);
  }

  /** The same with faults. */
  public KartraOptions with(KartraFaults wanted) {
    return new KartraOptions(port, appId, apiKey, apiPassword, callsPerSecond, wanted);
  }
}
