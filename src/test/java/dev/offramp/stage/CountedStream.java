package dev.offramp.stage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read of an upload, in small pieces, each of which may be the last. */
final class CountedStream extends FilterInputStream {
  private static final int PIECE = 100;

  private final Watched.Watcher watcher;
  private long bytes;

  CountedStream(InputStream in, Watched.Watcher watcher) {
    super(in);
    this.watcher = watcher;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    watcher.see("upload", false);
    int n = super.read(target, from, Math.min(length, PIECE));
    bytes += Math.max(0, n);
    return n;
  }
}
