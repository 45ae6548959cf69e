package dev.offramp.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The different values of a column, as hashes, up to {@link #MOST}.
 *
 * @param hashes of the values; empty once there are more
 * @param more whether there are more than are kept
 */
public record Distinct(List<Long> hashes, boolean more) {
  /** The most different values that are told apart. */
  public static final int MOST = 256;

  /** None. */
  public static final Distinct NONE = new Distinct(List.of(), false);

  /** Copies the hashes. */
  public Distinct {
    hashes = List.copyOf(hashes);
  }

  /** How many there are, or {@link #MOST} where there are more. */
  public int count() {
    return more ? MOST : hashes.size();
  }

  /** Collects; mutable while rows are read. */
  static final class Counter {
    private final Set<Long> seen = new HashSet<>();
    private boolean more;

    void add(String cell, Hashes hashes) {
      if (!more) {
        seen.add(hashes.of(cell));
        check();
      }
    }

    /** Whether there were more than are kept. */
    boolean more() {
      return more;
    }

    void add(Distinct other) {
      more |= other.more;
      seen.addAll(other.hashes);
      check();
    }

    private void check() {
      if (more || seen.size() > MOST) {
        more = true;
        seen.clear();
      }
    }

    Distinct build() {
      return new Distinct(List.copyOf(new TreeSet<>(seen)), more);
    }
  }
}
