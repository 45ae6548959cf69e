package dev.offramp.kartra.csv;

/**
 * How an upload's bytes become rows.
 *
 * @param charset {@code UTF-8} or {@code windows-1252}
 * @param delimiter comma, semicolon or tab
 * @param dataOffset the byte at which the first row after the header starts
 * @param dataLine the line on which that row starts, from 1
 * @param columns how many cells the header has
 */
public record Dialect(
    String charset, char delimiter, long dataOffset, long dataLine, int columns) {}
