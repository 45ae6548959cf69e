package dev.offramp.kartra;

/** In which order the dates of a column name day and month. */
public enum DateOrder {
  DAY_FIRST,
  MONTH_FIRST
}
