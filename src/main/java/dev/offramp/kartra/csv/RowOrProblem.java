package dev.offramp.kartra.csv;

/** What one record of a CSV file comes to: nothing else, and never nothing (invariant 1). */
public sealed interface RowOrProblem permits Row, RowProblem {
  /** From 0, in the order of the file. */
  long ordinal();

  /** The line on which it starts, from 1. */
  long line();
}
