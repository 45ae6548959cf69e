package dev.offramp.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a rollback did or would do.
 *
 * @param counts how many of each: deleted, restored, left-lists, consent-restored, undefined, gone
 * @param left what was left alone and why, without personal data; at most {@link #MOST_LEFT} lines
 * @param leftTotal how many things were left alone
 */
public record UndoSummary(Map<String, Long> counts, List<Left> left, long leftTotal) {
  /** How many things that were left alone are listed one by one. */
  public static final int MOST_LEFT = 1000;

  /**
   * One thing that was left alone.
   *
   * @param row the ordinal of the row that it came from, -1 for a definition
   * @param remoteId the destination's record
   * @param what the field, list or definition
   * @param why the reason
   */
  public record Left(long row, String remoteId, String what, String why) {
    /** Whether the rollback of another job may be the end of it. */
    boolean mayEnd() {
      return why.equals(UndoTally.SINCE) || why.equals(UndoTally.USED);
    }
  }

  /**
   * What a line is about.
   *
   * @param row the ordinal of the row that it came from
   * @param what the field, list or definition
   */
  record About(long row, String what) {}

  /** Nothing yet. */
  public static final UndoSummary EMPTY = new UndoSummary(Map.of(), List.of(), 0);

  /** Copies the collections. */
  public UndoSummary {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    left = List.copyOf(left);
  }

  /** How many of a kind. */
  public long count(String kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** The sum of two. */
  public UndoSummary plus(UndoSummary other) {
    Map<String, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((kind, n) -> sum.merge(kind, n, Long::sum));
    List<Left> both = new ArrayList<>(left);
    both.addAll(other.left);
    return new UndoSummary(
        sum, both.subList(0, Math.min(both.size(), MOST_LEFT)), leftTotal + other.leftTotal);
  }

  /** Whether anything of a record or of a consent was taken back. */
  boolean tookBack() {
    return count(UndoTally.DELETED) + count(UndoTally.RESTORED) + count(UndoTally.CONSENT) > 0;
  }

  /**
   * The sum with what came of a second look.
   *
   * @param seen what it has looked at
   * @param ended whether the rollback had ended before: what somebody changes from then on is no
   *     matter of it, so only less can be left
   */
  UndoSummary again(Set<About> seen, UndoSummary second, boolean ended) {
    List<Left> rest = new ArrayList<>(left);
    rest.removeIf(line -> line.mayEnd() && seen.contains(new About(line.row(), line.what())));
    long listed = left.size();
    List<Left> still =
        second.left.stream()
            .filter(line -> !ended || left.contains(line) || !line.why().equals(UndoTally.SINCE))
            .toList();
    return new UndoSummary(counts, rest, leftTotal - listed + rest.size())
        .plus(new UndoSummary(second.counts, still, still.size()));
  }
}
