package dev.offramp.kartra.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a file around the record that is being read: from the record's first byte on they
 * stay, so that a record can be taken back and its cells need no copy. Grows with the record, never
 * beyond a limit.
 */
final class ByteWindow {
  private static final int FIRST_SIZE = 64 * 1024;

  private final InputStream in;
  private final int most;
  private byte[] bytes;
  private int start;
  private int limit;
  private long base;

  /**
   * Opens a window.
   *
   * @param offset in the file of the first byte that {@code in} gives
   * @param most how many bytes are kept
   */
  ByteWindow(InputStream in, long offset, int most) {
    this.in = in;
    this.base = offset;
    this.most = most;
    this.bytes = new byte[Math.min(FIRST_SIZE, most)];
  }

  /** The bytes; another array and other indexes after each {@link #fill}. */
  byte[] bytes() {
    return bytes;
  }

  /** The index after the last byte that is there. */
  int limit() {
    return limit;
  }

  /** The index of the first byte that is kept. */
  int start() {
    return start;
  }

  /** Lets go of everything before an index. */
  void keepFrom(int index) {
    start = index;
  }

  /** Where in the file an index is. */
  long offsetOf(int index) {
    return base + index;
  }

  /** Whether no more can be read without letting go of something. */
  boolean isFull() {
    return limit - start == most;
  }

  /**
   * Reads on.
   *
   * @return the index of the first new byte, or -1 if there is none: the file has ended, or the
   *     window is full
   */
  int fill() throws IOException {
    if (isFull()) {
      return -1;
    }
    if (limit == bytes.length) {
      makeRoom();
    }
    int n = in.read(bytes, limit, bytes.length - limit);
    while (n == 0) {
      n = in.read(bytes, limit, bytes.length - limit);
    }
    if (n < 0) {
      return -1;
    }
    int first = limit;
    limit += n;
    return first;
  }

  private void makeRoom() {
    if (start == 0) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(bytes.length * 2L, most));
      return;
    }
    System.arraycopy(bytes, start, bytes, 0, limit - start);
    base += start;
    limit -= start;
    start = 0;
  }
}
