package dev.offramp.stage;

import dev.offramp.job.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads one run from an offset on through a window, so that a merge of many runs stays small. The
 * window is opened when the run's turn comes, and let go when the run ends. A record larger than
 * the window is fetched by itself.
 */
final class RunCursor implements Comparable<RunCursor> {
  private final ObjectStore objects;
  private final String object;
  private final int index;
  private final long length;
  private final int windowSize;
  private long offset;
  private byte[] window = new byte[0];
  private long windowStart;
  private long key;

  /**
   * A run that is merged from an offset on.
   *
   * @param index its place among the runs: of equal keys the earlier run's come first
   */
  RunCursor(
      ObjectStore objects, String object, int index, RunMark mark, long offset, int windowSize)
      throws IOException {
    this.objects = objects;
    this.object = object;
    this.index = index;
    this.length = mark.bytes();
    this.offset = offset;
    this.windowSize = windowSize;
    this.key = mark.first();
    if (offset > 0) {
      readKey();
    }
  }

  boolean atEnd() {
    return offset >= length;
  }

  long offset() {
    return offset;
  }

  int index() {
    return index;
  }

  /** A record of a run. */
  static final class Taken {
    private final long ordinal;
    private final boolean rejected;
    private final byte[] json;

    private Taken(long ordinal, boolean rejected, byte[] json) {
      this.ordinal = ordinal;
      this.rejected = rejected;
      this.json = json;
    }

    long ordinal() {
      return ordinal;
    }

    boolean rejected() {
      return rejected;
    }

    /** The line that its chunk will hold; not copied. */
    byte[] json() {
      return json;
    }
  }

  /** Gives the record at the cursor and moves on. */
  Taken take() throws IOException {
    ByteBuffer header = ByteBuffer.wrap(bytes(offset, RunBuffer.HEADER));
    header.getLong();
    long ordinal = header.getLong();
    boolean rejected = header.get() == 1;
    int size = header.getInt();
    byte[] json = bytes(offset + RunBuffer.HEADER, size);
    offset += RunBuffer.HEADER + (long) size;
    readKey();
    return new Taken(ordinal, rejected, json);
  }

  private void readKey() throws IOException {
    if (atEnd()) {
      window = new byte[0];
    } else {
      key = ByteBuffer.wrap(bytes(offset, RunBuffer.HEADER)).getLong();
    }
  }

  private byte[] bytes(long from, int size) throws IOException {
    if (size > windowSize) {
      return fetch(from, size);
    }
    if (from < windowStart || from + size > windowStart + window.length) {
      window = fetch(from, Math.toIntExact(Math.min(windowSize, length - from)));
      windowStart = from;
    }
    int at = Math.toIntExact(from - windowStart);
    return Arrays.copyOfRange(window, at, at + size);
  }

  private byte[] fetch(long from, int size) throws IOException {
    return objects
        .get(object, from, size)
        .filter(bytes -> bytes.length == size)
        .orElseThrow(() -> new IllegalStateException(object + " is gone or cut short"));
  }

  @Override
  public int compareTo(RunCursor other) {
    int byKey = Long.compare(key, other.key);
    return byKey != 0 ? byKey : Integer.compare(index, other.index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunCursor cursor && cursor.index == index && cursor.key == key;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
