package dev.offramp.crm.http;

import dev.offramp.crm.DestinationException;
import dev.offramp.http.HttpReply;

/**
 * The vendor knows the key and refuses the call (403). An adapter may know which right it lacks.
 */
public final class ForbiddenException extends DestinationException {
  private static final long serialVersionUID = 1L;
  private final transient HttpReply reply;

  /** Takes the call's name and the vendor's answer. */
  public ForbiddenException(String call, HttpReply reply) {
    super(
        "OFF-2102",
        "The key lacks the permission for %s. Add the missing scope, then try again."
            .formatted(call));
    this.reply = reply;
  }

  /** The vendor's answer. */
  public HttpReply reply() {
    return reply;
  }
}
