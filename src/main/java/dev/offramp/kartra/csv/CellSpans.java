package dev.offramp.kartra.csv;

import java.util.Arrays;

/** Where the cells of a record are, counted from the record's first byte. */
final class CellSpans {
  private int[] from = new int[64];
  private int[] to = new int[64];
  private boolean[] quoted = new boolean[64];
  private int count;
  private int kept;
  private int longColumn;

  void clear() {
    count = 0;
    kept = 0;
    longColumn = 0;
  }

  /**
   * Adds a cell.
   *
   * @param marks how many of its bytes are quotation marks that are not part of its value
   * @param withMarks whether there are such
   */
  void add(int start, int end, int marks, boolean withMarks) {
    count++;
    if (end - start - marks > ByteScanner.MAX_CELL && longColumn == 0) {
      longColumn = count;
    }
    if (kept == ByteScanner.MAX_CELLS) {
      return;
    }
    if (kept == from.length) {
      from = Arrays.copyOf(from, kept * 2);
      to = Arrays.copyOf(to, kept * 2);
      quoted = Arrays.copyOf(quoted, kept * 2);
    }
    from[kept] = start;
    to[kept] = end;
    quoted[kept] = withMarks;
    kept++;
  }

  /** Forgets the cells from a column (from 1) on, and ends with one cell in its place. */
  void cutAt(int column, int start, int end) {
    count = column - 1;
    kept = Math.min(kept, column - 1); // Of very many cells only the first are kept.
    longColumn = 0;
    add(start, end, 0, true);
  }

  int count() {
    return count;
  }

  int longColumn() {
    return longColumn;
  }

  boolean isEmptyFrom(int column) {
    for (int i = column; i < kept; i++) {
      if (from[i] < to[i]) {
        return false;
      }
    }
    return count == kept;
  }

  String text(int column, ByteWindow window, CellDecoder decoder) {
    int start = window.start() + from[column];
    int end = window.start() + to[column];
    if (!quoted[column]) {
      return decoder.decode(window.bytes(), start, end);
    }
    byte[] value = new byte[end - start];
    int length = withoutMarks(window.bytes(), start, end, value);
    return decoder.decode(value, 0, length);
  }

  /** Doubled marks become one, up to the closing one; what follows that is copied as it is. */
  private static int withoutMarks(byte[] bytes, int start, int end, byte[] value) {
    int length = 0;
    int i = start;
    while (i < end) {
      if (bytes[i] == '"' && (i + 1 == end || bytes[i + 1] != '"')) {
        i++;
        System.arraycopy(bytes, i, value, length, end - i);
        return length + end - i;
      }
      i += bytes[i] == '"' ? 1 : 0;
      value[length++] = bytes[i++];
    }
    return length;
  }
}
