package dev.offramp.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Rows that show what a file holds: not the first ones, but some of each sort.
 *
 * @param rows by line
 * @param reasons for each row of {@link #rows}, what it was picked for; nothing for one that fills
 *     up
 * @param uncovered what no row of the sample shows, because it has too few rows
 */
public record Sample(List<SampleRow> rows, List<List<String>> reasons, List<String> uncovered) {
  /** The fewest rows that may be asked for. */
  public static final int FEWEST = 50;

  /** The most rows that may be asked for. */
  public static final int MOST = 200;

  /** How many there are where nobody asks. */
  public static final int USUAL = 100;

  /** Copies the lists. */
  public Sample {
    rows = List.copyOf(rows);
    reasons = List.copyOf(reasons);
    uncovered = List.copyOf(uncovered);
  }

  /** The rows that are there with all of their cells, by their places in {@link #rows}. */
  public List<Integer> whole() {
    return IntStream.range(0, rows.size()).filter(i -> rows.get(i).isWhole()).boxed().toList();
  }

  /**
   * Picks, again and again, the row that shows the most of what is not shown yet; then fills up by
   * draw. The same pool always gives the same sample.
   */
  static Sample of(SamplePool pool, int size) {
    Map<Long, Set<String>> shows = new TreeMap<>();
    Map<Long, SampleRow> byOrdinal = new TreeMap<>();
    pool.rows().forEach(row -> byOrdinal.put(row.ordinal(), row));
    Set<String> open = new TreeSet<>(pool.examples().keySet());
    pool.examples()
        .forEach(
            (feature, rows) ->
                rows.forEach(
                    row ->
                        shows.computeIfAbsent(row.ordinal(), o -> new TreeSet<>()).add(feature)));
    Map<Long, List<String>> picked = new TreeMap<>();
    while (!open.isEmpty() && picked.size() < size) {
      long next = best(shows, byOrdinal, open);
      Set<String> why = new TreeSet<>(shows.get(next));
      why.retainAll(open);
      open.removeAll(why);
      picked.put(next, List.copyOf(why));
    }
    for (SampleRow row : pool.drawn()) {
      if (picked.size() < size) {
        picked.putIfAbsent(row.ordinal(), List.of());
      }
    }
    List<SampleRow> rows = picked.keySet().stream().map(byOrdinal::get).toList();
    return new Sample(rows, new ArrayList<>(picked.values()), List.copyOf(open));
  }

  private static long best(
      Map<Long, Set<String>> shows, Map<Long, SampleRow> rows, Set<String> open) {
    long best = -1;
    long most = 0;
    for (Map.Entry<Long, Set<String>> row : shows.entrySet()) {
      Set<String> gain = new HashSet<>(row.getValue());
      gain.retainAll(open);
      boolean tie = gain.size() == most && best >= 0;
      boolean smaller = tie && rows.get(row.getKey()).draw() < rows.get(best).draw();
      if (gain.size() > most || smaller) {
        best = row.getKey();
        most = gain.size();
      }
    }
    return best;
  }
}
