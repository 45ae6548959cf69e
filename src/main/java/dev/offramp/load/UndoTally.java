package dev.offramp.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts while a rollback works. Safe for several lanes. */
final class UndoTally {
  static final String DELETED = "deleted";
  static final String RESTORED = "restored";
  static final String GONE = "already gone";
  static final String LISTS = "taken off lists";
  static final String CONSENT = "consent restored";
  static final String UNDEFINED = "definitions removed";

  /** Why something is left that is not as we wrote it. */
  static final String SINCE = "changed by somebody since";

  /** Why a definition is left. */
  static final String USED = "something else uses it";

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<UndoSummary.Left> left = new ArrayList<>();
  private long leftTotal;

  synchronized void count(String kind, long number) {
    if (number > 0) {
      counts.merge(kind, number, Long::sum);
    }
  }

  synchronized void leave(long row, String remoteId, String what, String why) {
    leftTotal++;
    if (left.size() < UndoSummary.MOST_LEFT) {
      left.add(new UndoSummary.Left(row, remoteId, what, why));
    }
  }

  synchronized UndoSummary summary() {
    return new UndoSummary(counts, left, leftTotal);
  }
}
