package dev.offramp.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * From when to when rows are.
 *
 * @param dated rows with a date
 * @param undated rows without one that can be read
 * @param first milliseconds since 1970 of the earliest, if there is one
 * @param last milliseconds since 1970 of the latest, if there is one
 */
public record Span(long dated, long undated, long first, long last) {
  /** No row. */
  public static final Span NONE = new Span(0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

  /** One row. */
  static Span of(Optional<Instant> date) {
    return date.map(d -> new Span(1, 0, d.toEpochMilli(), d.toEpochMilli()))
        .orElse(new Span(0, 1, Long.MAX_VALUE, Long.MIN_VALUE));
  }

  /** Both together. */
  public Span plus(Span other) {
    return new Span(
        dated + other.dated,
        undated + other.undated,
        Math.min(first, other.first),
        Math.max(last, other.last));
  }
}
