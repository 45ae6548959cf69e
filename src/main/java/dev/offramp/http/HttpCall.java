package dev.offramp.http;

import dev.offramp.throttle.Cost;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A request to a vendor's API.
 *
 * @param name what it does, for budgets and messages, such as {@code contacts.batch.create}; no ids
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param path path and query below the base address
 * @param headers besides those that the transport adds
 * @param body the body as text, or null
 * @param effect whether it may change the destination
 * @param timeout after how long without a whole answer the outcome is unknown
 * @param cost what it spends of the account's budget
 */
public record HttpCall(
    String name,
    String method,
    String path,
    Map<String, String> headers,
    String body,
    Effect effect,
    Duration timeout,
    Cost cost) {

  /** Whether a request may change the destination. */
  public enum Effect {
    /** Changes nothing: may be sent again at will. */
    READ,
    /** Sending it twice leaves the same state as sending it once. */
    REPEATABLE_WRITE,
    /** Sending it twice may do it twice. */
    WRITE
  }

  /** Copies the headers. */
  public HttpCall {
    Objects.requireNonNull(name);
    Objects.requireNonNull(method);
    Objects.requireNonNull(path);
    Objects.requireNonNull(effect);
    Objects.requireNonNull(timeout);
    Objects.requireNonNull(cost);
    headers = Map.copyOf(headers);
  }
}
