package dev.offramp.kartra;

import java.util.List;

/**
 * What speaks for and against each separator of a column: what a person needs to confirm it, or to
 * fix another one in the plan.
 *
 * @param column the column's name
 * @param separator what stands between several values; empty where a cell is one value
 * @param basis what decided
 * @param ambiguous whether another reading is nearly as likely, so that a person should look
 * @param filled cells that are not empty
 * @param candidates each separator that occurs and none (""), the chosen one first
 */
public record SeparatorEvidence(
    String column,
    String separator,
    Basis basis,
    boolean ambiguous,
    long filled,
    List<Candidate> candidates) {
  /** What decided about a separator. */
  public enum Basis {
    /** The names of tags and lists that the account itself gives. */
    KNOWN_NAMES,
    /** How often values come back. */
    FREQUENCY,
    /** No cell holds any separator. */
    NOTHING
  }

  /**
   * What a column holds if it is split in one way.
   *
   * @param separator or empty for none
   * @param cells that hold it
   * @param values how many values there are then
   * @param different how many different ones
   * @param known how many of the values are names that the account knows
   */
  public record Candidate(String separator, long cells, long values, long different, long known) {
    /** Whether values come back more often than with another one: fewer names explain more. */
    boolean returnsMore(Candidate other) {
      return values * other.different > other.values * different;
    }

    /** Whether values come back at least three quarters as often as with another one. */
    boolean isNear(Candidate other) {
      return 4 * values * other.different >= 3 * other.values * different;
    }
  }

  /** Copies the candidates. */
  public SeparatorEvidence {
    candidates = List.copyOf(candidates);
  }
}
