package dev.offramp.sandbox;

/**
 * How a simulated destination runs.
 *
 * @param port the port on 127.0.0.1; 0 for a free one
 * @param key the key that callers have to bring
 * @param callsPer10s the limit of calls in any ten seconds
 * @param callsPerDay the limit of calls in a day
 * @param faults what goes wrong
 */
public record SandboxOptions(
    int port, String key, int callsPer10s, int callsPerDay, FaultPlan faults) {

  /** HubSpot's Professional plan on a free port, with some latency and no faults. */
  public static SandboxOptions professional() {
    return new SandboxOptions(0, "sandbox-key", 190, 625_000, FaultPlan.none(40));
  }

  /** The same with faults. */
  public SandboxOptions with(FaultPlan plan) {
    return new SandboxOptions(port, key, callsPer10s, callsPerDay, plan);
  }
}
