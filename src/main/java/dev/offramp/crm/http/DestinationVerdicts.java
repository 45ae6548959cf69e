package dev.offramp.crm.http;

import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpReply;
import dev.offramp.http.Verdicts;

/** What a destination's answers mean to the loading protocol, whoever the vendor is. */
public final class DestinationVerdicts implements Verdicts {

  @Override
  public RuntimeException unknown(HttpCall call, String what, Throwable cause) {
    return new UnknownOutcomeException(call.name() + ": " + what, cause);
  }

  @Override
  public void check(HttpCall call, HttpReply reply) {
    if (reply.status() == 401) {
      throw new DestinationException(
          "OFF-2101",
          "The destination refuses the key. Put a valid one into the secret, then try again.");
    }
    if (reply.status() == 403) {
      throw new ForbiddenException(call.name(), reply);
    }
  }
}
