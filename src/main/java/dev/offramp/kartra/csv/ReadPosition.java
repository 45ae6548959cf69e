package dev.offramp.kartra.csv;

/**
 * Where reading goes on.
 *
 * @param byteOffset of the next row's first byte
 * @param ordinal of the next row, from 0
 * @param line on which the next row starts, from 1
 */
public record ReadPosition(long byteOffset, long ordinal, long line) {

  /** The first row of an upload. */
  public static ReadPosition start(Dialect dialect) {
    return new ReadPosition(dialect.dataOffset(), 0, dialect.dataLine());
  }
}
