package dev.offramp.throttle;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * As much of a vendor's answer as the throttle looks at.
 *
 * @param status the HTTP status
 * @param headers the headers; names in any case
 * @param bodyStart the first few thousand characters of the body; empty when there is none. Never
 *     logged.
 * @param at when it came, on the clock of the throttle
 */
public record Answer(int status, Map<String, List<String>> headers, String bodyStart, Instant at) {

  /** Keeps a copy of the headers under lower-case names. */
  public Answer {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          if (name != null) {
            lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values));
          }
        });
    headers = lower;
  }

  /** The first value of a header, its name in any case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
        .findFirst()
        .map(String::strip);
  }
}
