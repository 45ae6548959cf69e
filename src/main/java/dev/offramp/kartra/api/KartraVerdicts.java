package dev.offramp.kartra.api;

import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpReply;
import dev.offramp.http.Verdicts;
import dev.offramp.kartra.api.KartraApiException.Remedy;

/** What silence means where all calls only read; statuses say nothing, since Kartra has one. */
final class KartraVerdicts implements Verdicts {

  @Override
  public RuntimeException unknown(HttpCall call, String what, Throwable cause) {
    return new KartraApiException(
        "OFF-2803",
        "Kartra does not answer %s (%s). It is asked again later.".formatted(call.name(), what),
        Remedy.LATER,
        cause);
  }

  @Override
  public void check(HttpCall call, HttpReply reply) {
    // Success and error both come as 200; whatever else comes is judged by its body.
  }
}
