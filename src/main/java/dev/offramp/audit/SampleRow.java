package dev.offramp.audit;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A row that may be shown as an example of the file.
 *
 * @param ordinal from 0
 * @param line on which it starts, from 1
 * @param draw a number that is drawn for the row, the same in every run
 * @param tags how many values its column of tags seems to hold
 * @param filled how many of its cells have a value
 * @param features what it is an example of
 * @param values its cells; of a very long row cut off, so the upload's line is what counts
 */
public record SampleRow(
    long ordinal,
    long line,
    long draw,
    int tags,
    int filled,
    SortedSet<String> features,
    List<String> values) {
  /** The most characters of a row that are kept. */
  static final int LONGEST = 20_000;

  /** Copies the collections. */
  public SampleRow {
    features = new TreeSet<>(features);
    values = List.copyOf(values);
  }

  /** Whether no cell was cut off, as those of very long rows are. */
  boolean isWhole() {
    return values.stream().mapToInt(String::length).sum() < LONGEST;
  }
}
