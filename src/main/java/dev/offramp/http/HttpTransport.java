package dev.offramp.http;

import java.io.IOException;

/** Sends one request, once. */
public interface HttpTransport {

  /**
   * Sends and waits for the whole answer, whatever its status.
   *
   * @throws NotSentException if the request certainly did not reach the server (no connection)
   * @throws IOException if it may have (time-out, reset, cut-off answer)
   */
  HttpReply send(HttpCall call) throws IOException;

  /** The request did not reach the server. */
  class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Takes what happened and its cause. */
    public NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
