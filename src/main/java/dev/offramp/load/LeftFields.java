package dev.offramp.load;

import dev.offramp.load.LedgerEntry.Stage;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a changed record that were not as we had written them when they were to be put
 * back. Another job of the migration may have written them, so they are looked at again when that
 * one is taken back. The line about the rollback has them.
 */
final class LeftFields {
  private LeftFields() {}

  /** What of a change is to be looked at again; nothing where all of it was as we wrote it. */
  static Optional<LedgerLine> of(LedgerLine intent, LedgerLine undone) {
    return undone.wanted().isEmpty()
        ? Optional.empty()
        : Optional.of(intent.with(undone.wanted(), intent.prior()));
  }

  /** A line about what came of a change, with the fields that were not as we had written them. */
  static LedgerLine in(LedgerLine line, Map<String, String> left) {
    return line.with(left, Map.of());
  }

  /** A line about a rollback, with these fields, and those that went back by force. */
  static LedgerLine in(LedgerLine undone, PriorValues.Values values) {
    return undone.with(values.left(), values.forced());
  }

  /** Whether the ledger says the same already. */
  static boolean noted(ChunkBook book, LedgerLine intent, PriorValues.Values values) {
    LedgerLine undone = book.undone(Stage.RECORDS).get(intent.trace());
    return undone != null
        && undone.wanted().equals(values.left())
        && undone.prior().equals(values.forced());
  }
}
