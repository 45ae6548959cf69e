package dev.offramp.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vendor's answer.
 *
 * @param status the HTTP status
 * @param headers by lower-case name
 * @param body the whole body as text, never null
 */
public record HttpReply(int status, Map<String, List<String>> headers, String body) {

  /** The first value of a header; the name in lower case. */
  public Optional<String> header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }
}
