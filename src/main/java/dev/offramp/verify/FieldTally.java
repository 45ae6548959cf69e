package dev.offramp.verify;

/**
 * What came of comparing one field.
 *
 * @param compared how many records were meant to have a value there
 * @param exact how many have the very value
 * @param normalised how many have the same value in the vendor's own spelling
 * @param kept how many kept what was there before the load, as the plan says
 * @param different how many have something else
 * @param apart how many have something else that was not the load's doing
 */
public record FieldTally(
    long compared, long exact, long normalised, long kept, long different, long apart) {
  /** Nothing yet. */
  public static final FieldTally NONE = new FieldTally(0, 0, 0, 0, 0, 0);

  /** The sum of two. */
  public FieldTally plus(FieldTally o) {
    return new FieldTally(
        compared + o.compared,
        exact + o.exact,
        normalised + o.normalised,
        kept + o.kept,
        different + o.different,
        apart + o.apart);
  }
}
