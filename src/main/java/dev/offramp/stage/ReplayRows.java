package dev.offramp.stage;

import dev.offramp.kartra.csv.FormulaGuard;
import dev.offramp.kartra.csv.Row;
import java.util.Set;

/**
 * The rows of a file of corrected rejects, or of a sample.
 *
 * @param place of the column with the row's number in the original upload
 * @param expected the numbers that can be there
 */
record ReplayRows(int place, Set<Long> expected) {
  /** The code of a row that is none of these. */
  static final String STRANGE = "OFF-2935";

  /** Copies the numbers. */
  ReplayRows {
    expected = Set.copyOf(expected);
  }

  /** The row with its cells as they were before they were made safe for a spreadsheet. */
  Row bare(Row row) {
    return new Row(
        row.ordinal(),
        row.line(),
        row.values().stream().map(FormulaGuard::bare).toList(),
        row.notes());
  }

  /** Whether the row is one of them. */
  boolean knows(Row row) {
    try {
      return expected.contains(Long.parseLong(row.values().get(place).strip()));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
