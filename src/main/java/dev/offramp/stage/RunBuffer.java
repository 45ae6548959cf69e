package dev.offramp.stage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The records of one run while they are gathered: encoded bytes and primitive keys, so that memory
 * is the run's size and little more. Sorting is stable.
 *
 * <p>A record is its key (8 bytes), the row's ordinal (8), whether the row was rejected (1), the
 * length of what follows (4), and a line of JSON.
 */
final class RunBuffer {
  /** The bytes of a record before its JSON. */
  static final int HEADER = 8 + 8 + 1 + 4;

  /** The key of what has no moment: after everything that has one. */
  static final long LAST = Long.MAX_VALUE;

  private static final int SLACK = 256 * 1024;

  private final int enough;
  private byte[] bytes = new byte[SLACK];
  private int used;
  private long[] keys = new long[1024];
  private int[] starts = new int[1024];
  private int count;

  /**
   * An empty run.
   *
   * @param enough from how many bytes on it counts as full
   */
  RunBuffer(int enough) {
    this.enough = enough;
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean isFull() {
    return used >= enough;
  }

  /** How many bytes its records take. */
  int size() {
    return used;
  }

  /** How many records it holds. */
  int count() {
    return count;
  }

  /** The records from a size that it had on, as {@link #restore} takes them. */
  byte[] since(int size) {
    return Arrays.copyOfRange(bytes, size, used);
  }

  /** Adds records as another buffer gave them. */
  void restore(byte[] records) {
    ByteBuffer left = ByteBuffer.wrap(records);
    while (left.hasRemaining()) {
      long key = left.getLong();
      long ordinal = left.getLong();
      boolean rejected = left.get() == 1;
      byte[] json = new byte[left.getInt()];
      left.get(json);
      add(key, ordinal, rejected, json);
    }
  }

  void add(long key, long ordinal, boolean rejected, byte[] json) {
    room(HEADER + json.length);
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      starts = Arrays.copyOf(starts, count * 2);
    }
    keys[count] = key;
    starts[count++] = used;
    ByteBuffer.wrap(bytes, used, HEADER + json.length)
        .putLong(key)
        .putLong(ordinal)
        .put((byte) (rejected ? 1 : 0))
        .putInt(json.length)
        .put(json);
    used += HEADER + json.length;
  }

  private void room(int more) {
    if (used + more > bytes.length) {
      int doubled = Math.min(bytes.length * 2, Math.max(enough, SLACK) + SLACK);
      bytes = Arrays.copyOf(bytes, Math.max(doubled, used + more));
    }
  }

  /** The records in the order of their keys, equal keys in the order in which they came. */
  byte[] sorted() {
    byte[] result = new byte[used];
    int at = 0;
    for (int index : order()) {
      int end = index + 1 < count ? starts[index + 1] : used;
      System.arraycopy(bytes, starts[index], result, at, end - starts[index]);
      at += end - starts[index];
    }
    return result;
  }

  private Integer[] order() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> keys[i]));
    return order;
  }

  /** Forgets everything, for the next run; a giant record's memory is given back. */
  void clear() {
    used = 0;
    count = 0;
    if (bytes.length > Math.max(enough, SLACK) + SLACK) {
      bytes = new byte[SLACK];
    }
  }
}
