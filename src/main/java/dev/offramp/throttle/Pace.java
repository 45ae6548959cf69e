package dev.offramp.throttle;

/** How much each window allows now, and how far apart calls go. Whole numbers only. */
final class Pace {
  private final Limits limits;
  private final Margins margins;

  Pace(Limits limits, Margins margins) {
    this.limits = limits;
    this.margins = margins;
  }

  /**
   * What our share of a window is, less what others were seen to use of the account; 0 when the
   * share is 0.
   */
  long allowed(Window window, BudgetState state, long now) {
    long share = window.limit() * state.gate().sharePerMille() / 1_000;
    long left = Math.max(1, window.limit() - state.outside(window.id(), now));
    return Math.min(share, left);
  }

  /**
   * The distance between two slots in microseconds, so that any {@code limit + 1} slots in a row
   * span more than the longest stretch that the vendor may see as one window (invariant 7); 0 when
   * nothing paces calls.
   */
  long spacing(BudgetState state, long now) {
    long widest = 0;
    for (Window window : limits.windows()) {
      if (window.paced()) {
        widest = Math.max(widest, spacing(window, state, now));
      }
    }
    return widest;
  }

  private long spacing(Window window, BudgetState state, long now) {
    long stretch = margins.stretched(window.length());
    long allowed = allowed(window, state, now);
    if (allowed >= 1) {
      return ceilDiv(stretch, allowed);
    }
    // A share of less than one call in a window: one call in as many windows as make up one.
    long perMille = Math.max(1, window.limit() * state.gate().sharePerMille());
    return stretch * ceilDiv(1_000, perMille);
  }

  /**
   * How long after the last slot of a larger share the first one of a lower share comes, so that
   * any window that holds a call of the lower share holds no more than it allows, with what was
   * sent before counted (invariant 7): until of slots that lay as close as the whole limit allows
   * no more than that are left in the window. Zero where the share was not lowered.
   */
  long afterLowering(BudgetState state, long now) {
    long longest = 0;
    for (Window window : limits.windows()) {
      if (window.paced() && state.gate().lowered()) {
        long given = window.limit() - Math.min(window.limit(), allowed(window, state, now));
        long stretch = margins.stretched(window.length());
        longest = Math.max(longest, ceilDiv(stretch * given, window.limit()));
      }
    }
    return longest;
  }

  static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }
}
