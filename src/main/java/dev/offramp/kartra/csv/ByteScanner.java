package dev.offramp.kartra.csv;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts bytes into CSV records and cells, and knows the byte offset of each: what a checkpoint needs
 * and no library gives. Works for every encoding in which the delimiter, the quote and the line
 * ends are single bytes of their own. Memory is bounded by {@link #MAX_RECORD}.
 *
 * <p>A quotation mark that is never closed swallows the lines after it. Such a record is taken back
 * to the end of its first line, so that the lines after it are read for themselves. What becomes of
 * a record follows from its own bytes and those after it alone: a reader that starts at any record
 * comes to the same.
 */
final class ByteScanner {
  /** The longest cell, in bytes. */
  static final int MAX_CELL = 1024 * 1024;

  /** The longest record, in bytes. */
  static final int MAX_RECORD = 16 * 1024 * 1024;

  /**
   * The most cells of a record that are kept; the rest is only counted. No record of several lines
   * has more, which bounds how often a line can be read again.
   */
  static final int MAX_CELLS = 1024;

  private final ByteWindow window;
  private final byte delimiter;
  private final byte highestStop;
  private int at;
  private long line;

  private final CellSpans cells = new CellSpans();
  private long startLine;
  private int lineEnds;
  private int firstLineEnd;
  private int openedAt;
  private int openedColumn;
  private boolean broken;
  private boolean full;
  private boolean tooLong;
  private boolean terminated;

  ByteScanner(InputStream in, char delimiter, long offset, long line) {
    this.window = new ByteWindow(in, offset, MAX_RECORD);
    this.delimiter = (byte) delimiter;
    this.highestStop = (byte) Math.max(delimiter, '\r');
    this.line = line;
  }

  /** Reads the next record that is not a blank line; false at the end. */
  boolean next() throws IOException {
    if (!skipBlankLines()) {
      return false;
    }
    cells.clear();
    startLine = line;
    lineEnds = 0;
    firstLineEnd = 0;
    broken = false;
    full = false;
    tooLong = false;
    terminated = false;
    readCells();
    broken |= full && firstLineEnd > 0;
    if (broken && firstLineEnd > 0) {
      takeBack();
    } else if (full) {
      skipRest();
    } else {
      line += lineEnds;
    }
    return true;
  }

  /** Lines of nothing but blanks hold no row; false at the end of the file. */
  private boolean skipBlankLines() throws IOException {
    while (true) {
      window.keepFrom(at);
      while (more() && isBlank(window.bytes()[at])) {
        at++;
      }
      boolean stopped = at < window.limit();
      if (stopped ? !isLineEnd(window.bytes()[at]) : window.isFull()) {
        at = window.start();
        return true;
      }
      if (!stopped) {
        return false;
      }
      window.keepFrom(at);
      endLine();
      line++;
    }
  }

  private boolean isBlank(byte b) {
    return b == ' ' || (b == '\t' && delimiter != '\t');
  }

  private void readCells() throws IOException {
    boolean another = true;
    while (another && !broken) {
      if (more() && window.bytes()[at] == '"') {
        quotedCell();
      } else {
        int from = at - window.start();
        plainCell();
        cells.add(from, at - window.start(), 0, false);
      }
      another = more() && window.bytes()[at] == delimiter;
      if (another) {
        at++;
        broken |= firstLineEnd > 0 && cells.count() >= MAX_CELLS;
      }
    }
    if (!broken && more()) {
      endLine();
      lineEnds++;
      terminated = true;
    }
  }

  /** Moves to what ends the cell. */
  private void plainCell() throws IOException {
    do {
      byte[] bytes = window.bytes();
      int limit = window.limit();
      int i = at;
      while (i < limit && !(bytes[i] <= highestStop && isStop(bytes[i]))) {
        i++;
      }
      at = i;
    } while (at == window.limit() && more());
  }

  private void quotedCell() throws IOException {
    at++;
    int from = at - window.start();
    int lineEndsBefore = lineEnds;
    int doubled = 0;
    while (toClosingQuote(from)) {
      at++;
      if (!more() || window.bytes()[at] != '"') {
        closed(from, doubled, lineEnds > lineEndsBefore);
        return;
      }
      doubled++;
      at++;
    }
    cells.add(from, at - window.start(), doubled, true);
    openedColumn = firstLineEnd == 0 ? cells.count() : openedColumn;
    broken = !full;
  }

  /** Moves to the next quotation mark, and notes line ends; false if there is none. */
  private boolean toClosingQuote(int cellStart) throws IOException {
    while (more()) {
      byte[] bytes = window.bytes();
      int limit = window.limit();
      for (int i = at; i < limit; i++) {
        byte b = bytes[i];
        if (b == '"') {
          at = i;
          return true;
        }
        if (b <= '\r' && isLineEnd(b)) {
          lineEnd(bytes, i, cellStart);
        }
      }
      at = limit;
    }
    return false;
  }

  private void lineEnd(byte[] bytes, int i, int cellStart) {
    if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
      return; // The second half of one that is counted.
    }
    lineEnds++;
    if (firstLineEnd == 0) {
      firstLineEnd = i + 1 - window.start();
      openedAt = cellStart;
      openedColumn = cells.count() + 1;
    }
  }

  /** Behind a quotation mark that is not doubled. */
  private void closed(int from, int doubled, boolean severalLines) throws IOException {
    int to = at - 1 - window.start();
    if (!more() || isStop(window.bytes()[at])) {
      cells.add(from, to, doubled, doubled > 0);
      return;
    }
    // What stands between the closing quote and the delimiter is kept as it is. But after a cell of
    // several lines it means that this mark opens a cell, and that one above was never closed.
    boolean onlyBlanks = blanksToStop();
    plainCell();
    cells.add(from, at - window.start(), doubled + 1, true);
    broken = severalLines && !onlyBlanks;
  }

  private boolean blanksToStop() throws IOException {
    while (more() && isBlank(window.bytes()[at])) {
      at++;
    }
    return !more() || isStop(window.bytes()[at]);
  }

  /** Back to the end of the record's first line. */
  private void takeBack() throws IOException {
    cells.cutAt(openedColumn, openedAt, firstLineEnd - 1);
    at = window.start() + firstLineEnd - 1;
    endLine();
    line = startLine + 1;
    terminated = true;
  }

  /** On to the end of a line that is too long to be kept. */
  private void skipRest() throws IOException {
    tooLong = true;
    window.keepFrom(at);
    if (terminated) {
      // Full between the two halves of its line end.
      if (more() && window.bytes()[at] == '\n') {
        at++;
      }
    } else {
      while (more() && !isLineEnd(window.bytes()[at])) {
        at++;
        window.keepFrom(at);
      }
      if (more()) {
        endLine();
      }
    }
    line++;
  }

  private void endLine() throws IOException {
    byte b = window.bytes()[at++];
    if (b == '\r' && more() && window.bytes()[at] == '\n') {
      at++;
    }
  }

  private boolean isStop(byte b) {
    return b == delimiter || b == '\n' || b == '\r';
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  /** Whether there is a byte to look at. */
  private boolean more() throws IOException {
    if (at < window.limit()) {
      return true;
    }
    int next = window.fill();
    if (next < 0) {
      full |= window.isFull();
      return false;
    }
    at = next;
    return true;
  }

  int count() {
    return cells.count();
  }

  /** The text of a cell that is kept. */
  String text(int column, CellDecoder decoder) {
    return cells.text(column, window, decoder);
  }

  /** Whether all cells from a column on are empty. */
  boolean isEmptyFrom(int column) {
    return cells.isEmptyFrom(column);
  }

  /** The first column, from 1, that is longer than a cell may be; 0 if none is. */
  int longColumn() {
    return cells.longColumn();
  }

  /** Whether the record is longer than a record may be; nothing of it is kept. */
  boolean tooLong() {
    return tooLong;
  }

  /** Whether a quotation mark is opened on the line and never closed; the line alone was read. */
  boolean broken() {
    return broken;
  }

  /** The column, from 1, of the quotation mark that is never closed. */
  int brokenColumn() {
    return openedColumn;
  }

  /** Whether a line end followed the record. */
  boolean terminated() {
    return terminated;
  }

  long startLine() {
    return startLine;
  }

  /** Where the next record starts. */
  long offset() {
    return window.offsetOf(at);
  }

  /** The line on which the next record starts. */
  long line() {
    return line;
  }
}
