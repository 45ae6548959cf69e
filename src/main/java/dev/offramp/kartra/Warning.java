package dev.offramp.kartra;

/**
 * Something about a row that a person should know; the row goes on.
 *
 * @param code the code of the warning
 * @param line of the row, from 1
 * @param column the name of the column, or empty
 */
public record Warning(String code, long line, String column) {}
