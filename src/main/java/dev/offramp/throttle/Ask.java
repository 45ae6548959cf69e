package dev.offramp.throttle;

import java.util.Map;
import java.util.Optional;

/**
 * A wish for permits. Times are microseconds on the clock of who asks.
 *
 * @param holder who asks
 * @param mark names the write
 * @param now when
 * @param behind how far the clock of whose turn it is may be behind the asker's at most
 * @param each what one call costs
 * @param permits how many calls at most
 * @param places how many of them in flight at most
 * @param poll how long to wait between two looks at somebody else's turn
 * @param callTime the longest that one call may take
 * @param leftover what the asker did not use of its last lease
 */
record Ask(
    String holder,
    String mark,
    long now,
    long behind,
    Cost each,
    long permits,
    long places,
    long poll,
    long callTime,
    Optional<Leftover> leftover) {

  /** What was leased for a stretch and not used. */
  record Leftover(long start, long end, Map<CostUnit, Long> amounts) {
    Leftover {
      amounts = Map.copyOf(amounts);
    }
  }
}
