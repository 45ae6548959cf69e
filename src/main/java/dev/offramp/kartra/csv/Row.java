package dev.offramp.kartra.csv;

import java.util.List;

/**
 * A row that could be read.
 *
 * @param ordinal from 0, counting broken rows too
 * @param line on which it starts, from 1
 * @param values one for each column
 * @param notes the codes of what was put right on the way, such as a padded row
 */
public record Row(long ordinal, long line, List<String> values, List<String> notes)
    implements RowOrProblem {
  /** Copies the lists. */
  public Row {
    values = List.copyOf(values);
    notes = List.copyOf(notes);
  }
}
