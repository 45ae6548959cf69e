package dev.offramp.enrich;

import dev.offramp.kartra.api.KartraApi;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Throttle;
import java.time.Duration;

/**
 * An open Kartra account with its part of the App's budget.
 *
 * @param api what can be asked
 * @param throttle the budget; closed with the session, so that the next one need not wait
 * @param limits what Kartra publishes
 * @param sharePerMille how much of it is ours
 */
public record KartraSession(KartraApi api, Throttle throttle, Limits limits, int sharePerMille)
    implements AutoCloseable {
  private static final int WHOLE = 1000;

  /** How long that many calls take at the pace that is permitted to us. */
  public Duration eta(long calls) {
    return limits.eta(calls).multipliedBy(WHOLE).dividedBy(sharePerMille);
  }

  /** Our part of Kartra's figure, in calls a second. */
  public double callsPerSecond() {
    return limits.windows().get(0).limit() * (double) sharePerMille / WHOLE;
  }

  @Override
  public void close() {
    throttle.close();
  }
}
