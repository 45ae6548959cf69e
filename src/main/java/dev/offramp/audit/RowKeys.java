package dev.offramp.audit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * By what rows are told apart: a hash of the id, a hash of the address, and the line, 20 bytes a
 * row. Neither ids nor addresses can be read from it.
 */
public final class RowKeys {
  /** The most rows whose keys are kept: 6 million, which takes 120 MB of the parser's 512. */
  public static final int MOST = 6_000_000;

  private static final int BYTES = 20;
  private static final int FIRST_SIZE = 1024;

  private long[] ids = new long[0];
  private long[] emails = new long[0];
  private int[] lines = new int[0];
  private int size;
  private boolean more;

  /** None yet. */
  RowKeys() {}

  /** Reads what {@link #text} wrote. */
  @JsonCreator
  static RowKeys of(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    RowKeys keys = new RowKeys();
    keys.more = bytes.get() != 0;
    while (bytes.hasRemaining()) {
      keys.add(bytes.getLong(), bytes.getLong(), Integer.toUnsignedLong(bytes.getInt()));
    }
    return keys;
  }

  /** All of it as text, for the JSON of a part; a part of some thousand rows fits easily. */
  @JsonValue
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(1, Math.multiplyExact(size, BYTES)));
    bytes.put((byte) (more ? 1 : 0));
    for (int i = 0; i < size; i++) {
      bytes.putLong(ids[i]).putLong(emails[i]).putInt(lines[i]);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Adds a row; 0 stands for no id or no address. */
  void add(long id, long email, long line) {
    if (size == MOST) {
      more = true;
      return;
    }
    if (size == ids.length) {
      int larger = Math.min(MOST, Math.max(FIRST_SIZE, size + (size >> 1)));
      ids = Arrays.copyOf(ids, larger);
      emails = Arrays.copyOf(emails, larger);
      lines = Arrays.copyOf(lines, larger);
    }
    ids[size] = id;
    emails[size] = email;
    lines[size++] = (int) Math.min(line, 0xFFFF_FFFFL);
  }

  void add(RowKeys other) {
    more |= other.more;
    for (int i = 0; i < other.size; i++) {
      add(other.ids[i], other.emails[i], other.line(i));
    }
  }

  RowKeys copy() {
    RowKeys copy = new RowKeys();
    copy.add(this);
    return copy;
  }

  int size() {
    return size;
  }

  /** Whether rows were left out. */
  boolean more() {
    return more;
  }

  long id(int row) {
    return ids[row];
  }

  long email(int row) {
    return emails[row];
  }

  long line(int row) {
    return Integer.toUnsignedLong(lines[row]);
  }
}
