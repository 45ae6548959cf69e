package dev.offramp.stage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * Digests an upload while it is read, in a way that survives the reader: the state at a checkpoint
 * can be kept, and another reader goes on from there. The bytes between two checkpoints are held
 * back, since a CSV reader reads ahead of the row that it gives out.
 */
final class DigestingStream extends FilterInputStream {
  private static final int FIRST_SIZE = 256 * 1024;

  private final SHA256Digest digest;
  private byte[] held = new byte[FIRST_SIZE];
  private int heldBytes;
  private long digested;

  /**
   * Goes on from a checkpoint.
   *
   * @param in the upload from {@code offset} on
   * @param state what {@link #stateAt} gave, or empty at the start
   */
  DigestingStream(InputStream in, long offset, String state) {
    super(in);
    this.digested = offset;
    this.digest =
        state.isEmpty() ? new SHA256Digest() : new SHA256Digest(Base64.getDecoder().decode(state));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int n = super.read(target, from, length);
    if (n > 0) {
      hold(target, from, n);
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    // Every byte has to pass through the digest.
    byte[] skipped = new byte[Math.toIntExact(Math.min(n, 8192))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void hold(byte[] source, int from, int length) {
    if (heldBytes + length > held.length) {
      held = java.util.Arrays.copyOf(held, Math.max(held.length * 2, heldBytes + length));
    }
    System.arraycopy(source, from, held, heldBytes, length);
    heldBytes += length;
  }

  /** Says that no checkpoint will be before an offset, so that less has to be held back. */
  void advanceTo(long offset) {
    if (offset - digested >= FIRST_SIZE / 2) {
      digest(offset);
    }
  }

  /** The digest's state over the first {@code offset} bytes of the upload, for a checkpoint. */
  String stateAt(long offset) {
    digest(offset);
    return Base64.getEncoder().encodeToString(digest.getEncodedState());
  }

  private void digest(long offset) {
    int length = Math.toIntExact(offset - digested);
    if (length < 0 || length > heldBytes) {
      throw new IllegalArgumentException("offset " + offset + " was not read or is digested");
    }
    digest.update(held, 0, length);
    System.arraycopy(held, length, held, 0, heldBytes - length);
    heldBytes -= length;
    digested = offset;
  }

  /** The SHA-256 of the whole upload in lower-case hex, once it was read to its end. */
  String whole() throws IOException {
    byte[] rest = new byte[8192];
    int n = read(rest, 0, rest.length);
    while (n >= 0) {
      if (heldBytes > held.length / 2) {
        digest(digested + heldBytes);
      }
      n = read(rest, 0, rest.length);
    }
    digest(digested + heldBytes);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return HexFormat.of().formatHex(result);
  }
}
