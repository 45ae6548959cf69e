package dev.offramp.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rows out of which a sample is picked: for each feature the row with the smallest draw, the
 * row with the most tags, the emptiest one, and as many others with small draws as a sample has
 * rows. It is the same whatever way a file is cut into parts.
 */
final class SamplePool {
  /** The feature of the row with the most tags. */
  static final String MOST_TAGS = "the most tags";

  /** The feature of the row with the fewest filled cells. */
  static final String EMPTIEST = "the emptiest row";

  private static final Comparator<SampleRow> BY_DRAW =
      Comparator.comparingLong(SampleRow::draw).thenComparingLong(SampleRow::ordinal);
  private static final Comparator<SampleRow> BY_TAGS =
      Comparator.comparingInt(SampleRow::tags).reversed().thenComparing(BY_DRAW);
  private static final Comparator<SampleRow> BY_FILLED =
      Comparator.comparingInt(SampleRow::filled).thenComparing(BY_DRAW);

  private final int size;
  private final Map<String, SampleRow> best = new HashMap<>();
  private final TreeSet<SampleRow> drawn = new TreeSet<>(BY_DRAW);
  private SampleRow mostTags;
  private SampleRow emptiest;

  /** Takes how many rows a sample has. */
  SamplePool(int size) {
    this.size = size;
  }

  /** Whether a row would be kept; to be asked before its values are copied. */
  boolean wants(long draw, int tags, int filled, Collection<String> features) {
    if (mostTags == null || tags > mostTags.tags() || filled < emptiest.filled()) {
      return true;
    }
    boolean tied = tags == mostTags.tags() || filled == emptiest.filled();
    if (drawn.size() < size || draw <= drawn.last().draw() || tied) {
      return true;
    }
    for (String feature : features) {
      SampleRow known = best.get(feature);
      if (known == null || draw <= known.draw()) {
        return true;
      }
    }
    return false;
  }

  void add(SampleRow row) {
    mostTags = mostTags == null || BY_TAGS.compare(row, mostTags) < 0 ? row : mostTags;
    emptiest = emptiest == null || BY_FILLED.compare(row, emptiest) < 0 ? row : emptiest;
    for (String feature : row.features()) {
      best.merge(feature, row, (a, b) -> BY_DRAW.compare(a, b) <= 0 ? a : b);
    }
    drawn.add(row);
    if (drawn.size() > size) {
      drawn.pollLast();
    }
  }

  /** The rows that are kept, by ordinal. */
  List<SampleRow> rows() {
    TreeSet<SampleRow> all = new TreeSet<>(Comparator.comparingLong(SampleRow::ordinal));
    all.addAll(best.values());
    all.addAll(drawn);
    if (mostTags != null) {
      all.add(mostTags);
      all.add(emptiest);
    }
    return List.copyOf(all);
  }

  /** Every feature with the rows that stand for it. */
  Map<String, List<SampleRow>> examples() {
    Map<String, List<SampleRow>> examples = new LinkedHashMap<>();
    if (mostTags != null) {
      examples.put(MOST_TAGS, List.of(mostTags));
      examples.put(EMPTIEST, List.of(emptiest));
    }
    for (SampleRow row : rows()) {
      row.features().forEach(f -> examples.computeIfAbsent(f, n -> new ArrayList<>()).add(row));
    }
    return examples;
  }

  /** The others, those with the smallest draws first. */
  List<SampleRow> drawn() {
    return List.copyOf(drawn);
  }
}
