package dev.offramp.kartra.csv;

/**
 * A row that could not be read. Reading goes on with the next one.
 *
 * @param ordinal from 0
 * @param line on which it starts, from 1
 * @param column from 1, or 0 where no column is to blame
 * @param code the error's code
 * @param message what is wrong and what to do, without any of the row's values
 */
public record RowProblem(long ordinal, long line, int column, String code, String message)
    implements RowOrProblem {}
