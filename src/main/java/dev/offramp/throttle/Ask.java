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
 * @param rhythm how it shares with others
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
    Rhythm rhythm,
    long callTime,
    Optional<Leftover> leftover) {

  /**
   * How a loader shares a budget with as many others as it believes there are.
   *
   * @param turn how long a turn of its own lasts when somebody else waits
   * @param look how long to wait between two looks at somebody else's turn
   * @param given how long after the end of a block to look whether the turn was given up, where
   *     that is sooner
   */
  record Rhythm(long turn, long look, long given) {}

  /** What was leased for a stretch and not used. */
  record Leftover(long start, long end, Map<CostUnit, Long> amounts) {
    Leftover {
      amounts = Map.copyOf(amounts);
    }
  }
}
