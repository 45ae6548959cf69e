package dev.offramp.verify;

/**
 * What came of comparing two values.
 *
 * @param fault what is wrong, or null where they are the same
 * @param exact whether they are the same to the letter
 */
public record Comparison(Fault fault, boolean exact) {
  static final Comparison EXACT = new Comparison(null, true);
  static final Comparison SPELT_OTHERWISE = new Comparison(null, false);

  static Comparison wrong(Fault fault) {
    return new Comparison(fault, false);
  }

  /** Whether the values mean the same. */
  public boolean same() {
    return fault == null;
  }
}
