package dev.offramp.job;

/**
 * How many rows of a job are where (invariant 1).
 *
 * @param parsed rows that the upload was found to have so far, broken ones among them
 */
public record Counters(
    long parsed,
    long created,
    long updated,
    long unchanged,
    long merged,
    long rejected,
    long excluded) {

  /** Nothing yet. */
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0);

  /** Invariant 1: no count is negative, and no more rows ended than were parsed. */
  public Counters {
    if (parsed < 0
        || created < 0
        || updated < 0
        || unchanged < 0
        || merged < 0
        || rejected < 0
        || excluded < 0) {
      throw new IllegalArgumentException("a count below zero");
    }
  }

  /** The rows that ended. */
  public long settled() {
    return created + updated + unchanged + merged + rejected + excluded;
  }

  /** The rows that have no outcome yet. */
  public long pending() {
    return parsed - settled();
  }

  /** The sum of two. */
  public Counters plus(Counters other) {
    return new Counters(
        parsed + other.parsed,
        created + other.created,
        updated + other.updated,
        unchanged + other.unchanged,
        merged + other.merged,
        rejected + other.rejected,
        excluded + other.excluded);
  }

  /** The same with more rows of one outcome. */
  public Counters plus(Outcome outcome, long rows) {
    return switch (outcome) {
      case CREATED -> plus(new Counters(0, rows, 0, 0, 0, 0, 0));
      case UPDATED -> plus(new Counters(0, 0, rows, 0, 0, 0, 0));
      case UNCHANGED -> plus(new Counters(0, 0, 0, rows, 0, 0, 0));
      case MERGED -> plus(new Counters(0, 0, 0, 0, rows, 0, 0));
      case REJECTED -> plus(new Counters(0, 0, 0, 0, 0, rows, 0));
      case EXCLUDED -> plus(new Counters(0, 0, 0, 0, 0, 0, rows));
    };
  }

  /** The number of rows that were parsed and nothing else. */
  public static Counters ofParsed(long rows) {
    return new Counters(rows, 0, 0, 0, 0, 0, 0);
  }
}
