package dev.offramp.kartra.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into CSV records and cells, and knows the byte offset of each: what a checkpoint needs
 * and no library gives. Works for every encoding in which the delimiter, the quote and the line
 * ends are single bytes of their own. Memory is bounded by {@link #MAX_RECORD}.
 */
final class ByteScanner {
  /** The longest cell, in bytes. */
  static final int MAX_CELL = 1024 * 1024;

  /** The longest record that is kept whole, in bytes. */
  static final int MAX_RECORD = 16 * 1024 * 1024;

  /** The most cells of a record that are kept; the rest is only counted. */
  static final int MAX_CELLS = 4096;

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;
  private long offset;
  private long line;

  /** The cells of the current record, one after another. */
  private byte[] cells = new byte[8 * 1024];

  private int cellBytes;
  private int[] ends = new int[64];
  private int count;
  private boolean cellTooLong;
  private int longColumn;
  private boolean unclosed;
  private boolean terminated;
  private boolean sawNul;
  private long startOffset;
  private long startLine;

  ByteScanner(InputStream in, char delimiter, long offset, long line) {
    this.in = in;
    this.delimiter = (byte) delimiter;
    this.offset = offset;
    this.line = line;
  }

  /** Reads the next record that is not an empty line; false at the end. */
  boolean next() throws IOException {
    int first = skipEmptyLines();
    if (first < 0) {
      return false;
    }
    reset();
    readRecord(first);
    return true;
  }

  private int skipEmptyLines() throws IOException {
    int b = read();
    while (b == '\n' || b == '\r') {
      endLine(b);
      b = read();
    }
    return b;
  }

  private void reset() {
    cellBytes = 0;
    count = 0;
    cellTooLong = false;
    longColumn = 0;
    unclosed = false;
    terminated = false;
    sawNul = false;
    startOffset = offset - 1;
    startLine = line;
  }

  private void readRecord(int first) throws IOException {
    int b = first;
    while (true) {
      int end = b == '"' ? quotedCell() : plainCell(b);
      endCell();
      if (end < 0) {
        return;
      }
      if (end != delimiter) {
        endLine(end);
        terminated = true;
        return;
      }
      b = read();
      if (b < 0 || b == '\n' || b == '\r') {
        endCell();
        if (b >= 0) {
          endLine(b);
          terminated = true;
        }
        return;
      }
    }
  }

  /** Reads to the cell's end; what ended it, or -1 at the end of the file. */
  private int plainCell(int first) throws IOException {
    int b = first;
    while (b >= 0 && b != delimiter && b != '\n' && b != '\r') {
      add(b);
      b = read();
    }
    return b;
  }

  private int quotedCell() throws IOException {
    while (true) {
      int b = read();
      if (b < 0) {
        unclosed = true;
        return -1;
      }
      if (b == '"') {
        int after = read();
        if (after == '"') {
          add('"');
        } else {
          // What stands between the closing quote and the delimiter is kept as it is.
          return plainCell(after);
        }
      } else {
        if (b == '\n') {
          line++;
        } else if (b == '\r' && peek() != '\n') {
          line++;
        }
        add(b);
      }
    }
  }

  private void add(int b) {
    int cellStart = count == 0 ? 0 : ends[Math.min(count, ends.length) - 1];
    if (cellBytes - cellStart >= MAX_CELL || cellBytes >= MAX_RECORD) {
      cellTooLong = true;
      longColumn = longColumn == 0 ? count + 1 : longColumn;
      return;
    }
    if (b == 0) {
      sawNul = true;
    }
    if (cellBytes == cells.length) {
      cells = Arrays.copyOf(cells, cells.length * 2);
    }
    cells[cellBytes++] = (byte) b;
  }

  private void endCell() {
    if (count < MAX_CELLS) {
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, ends.length * 2);
      }
      ends[count] = cellBytes;
    }
    count++;
  }

  private void endLine(int b) throws IOException {
    if (b == '\r' && peek() == '\n') {
      read();
    }
    line++;
  }

  private int read() throws IOException {
    if (at == filled && !fill()) {
      return -1;
    }
    offset++;
    return buffer[at++] & 0xff;
  }

  private int peek() throws IOException {
    return at == filled && !fill() ? -1 : buffer[at] & 0xff;
  }

  private boolean fill() throws IOException {
    int n = in.read(buffer, 0, buffer.length);
    while (n == 0) {
      n = in.read(buffer, 0, buffer.length);
    }
    at = 0;
    filled = Math.max(n, 0);
    return n > 0;
  }

  int count() {
    return count;
  }

  byte[] cells() {
    return cells;
  }

  int start(int column) {
    return column == 0 ? 0 : ends[column - 1];
  }

  int end(int column) {
    return ends[column];
  }

  boolean cellTooLong() {
    return cellTooLong;
  }

  int longColumn() {
    return longColumn;
  }

  /** Whether the file ended inside a quoted cell. */
  boolean unclosed() {
    return unclosed;
  }

  /** Whether a line end followed the record. */
  boolean terminated() {
    return terminated;
  }

  boolean sawNul() {
    return sawNul;
  }

  long startOffset() {
    return startOffset;
  }

  long startLine() {
    return startLine;
  }

  /** Where the next record starts. */
  long offset() {
    return offset;
  }

  /** The line on which the next record starts. */
  long line() {
    return line;
  }
}
