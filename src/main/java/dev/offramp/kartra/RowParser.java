package dev.offramp.kartra;

import dev.offramp.kartra.csv.Row;
import dev.offramp.record.SourceRecord;

/**
 * Makes a record of a row: cleans what can be cleaned, tells what was done, drops nothing.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface RowParser<T extends SourceRecord> {
  /** The record of a row, or why there is none. */
  Parsed<T> parse(Row row);
}
