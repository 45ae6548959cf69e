package dev.offramp.kartra.csv;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;

/** Gives no more than some bytes at a time, as a network may. */
final class TinyPieces extends FilterInputStream {
  private final int most;

  TinyPieces(byte[] bytes, int most) {
    super(new ByteArrayInputStream(bytes));
    this.most = most;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    return super.read(target, from, Math.min(length, most));
  }
}
