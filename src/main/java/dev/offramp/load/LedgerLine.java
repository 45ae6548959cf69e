package dev.offramp.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One change: intended, settled or undone.
 *
 * @param trace names the change within its chunk and stage
 * @param row the ordinal of the row that it comes from; -1 for definitions
 * @param kind what is changed: {@code create}, {@code update}, {@code consent}, {@code join},
 *     {@code define}
 * @param key the row's source key; for a list or definition its name
 * @param marker the value of the marker field, for look-ups
 * @param target the destination's id of the record or list, where known; else empty
 * @param wanted in an intent: the fields as they are to be; in an outcome: those of which nobody
 *     knows whether we have written them; in an undo, and before it: those that were not as we had
 *     written them; with our values
 * @param prior in an intent: the same fields as they were before (the before-image); in an undo,
 *     and before it: those that went back by force
 * @param status in an outcome or undo: the verdict; empty in an intent
 * @param message in an intent the earlier row that the row is merged into, or empty; in a ticket
 *     the destination's name for its job; else the destination's words, or why something was left
 *     alone
 */
public record LedgerLine(
    String trace,
    long row,
    String kind,
    String key,
    String marker,
    String target,
    Map<String, String> wanted,
    Map<String, String> prior,
    String status,
    String message) {

  /** Copies the maps, keeping their order. */
  public LedgerLine {
    wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    prior = Collections.unmodifiableMap(new LinkedHashMap<>(prior));
  }

  /** The same about this record. */
  LedgerLine at(String record) {
    return new LedgerLine(trace, row, kind, key, marker, record, wanted, prior, status, message);
  }

  /** The same with these fields. */
  LedgerLine with(Map<String, String> wantedThen, Map<String, String> priorThen) {
    return new LedgerLine(
        trace, row, kind, key, marker, target, wantedThen, priorThen, status, message);
  }
}
