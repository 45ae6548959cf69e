package dev.offramp.kartra;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a header fits one kind of export, with the reasons: names of columns only, none of the
 * customer's values.
 *
 * @param kind the kind
 * @param columns the headers that were recognised, with Kartra's name of each, in the file's order
 * @param signs the recognised headers that other exports do not use
 * @param missing the columns that are needed and not there; "a or b" where one of them is enough
 * @param points what the recognised columns count; the kind with the most is the best guess
 * @param percent the part of the header that was recognised, from 0 to 100
 */
public record KindMatch(
    ExportKind kind,
    Map<String, String> columns,
    List<String> signs,
    List<String> missing,
    int points,
    int percent) {

  /** Copies the collections, keeping their order. */
  public KindMatch {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    signs = List.copyOf(signs);
    missing = List.copyOf(missing);
  }

  /** Whether every needed column is there. */
  public boolean complete() {
    return missing.isEmpty();
  }
}
