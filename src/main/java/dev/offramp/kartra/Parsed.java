package dev.offramp.kartra;

import java.util.List;

/**
 * What a row comes to: a record, or a rejection.
 *
 * @param <T> the kind of record
 */
public sealed interface Parsed<T> {
  /** A record with what is to be said about it. */
  record Accepted<T>(T value, List<Warning> warnings) implements Parsed<T> {
    /** Copies the warnings. */
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /** A row that cannot be taken; the message holds none of the row's values. */
  record Rejected<T>(String code, String column, String message) implements Parsed<T> {}
}
