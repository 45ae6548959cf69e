package dev.offramp.audit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests a file while it is read once from its start to its end. */
final class Sha256Stream extends FilterInputStream {
  private static final int BUFFER = 64 * 1024;

  private final MessageDigest digest;

  Sha256Stream(InputStream in) {
    this(in, sha256());
  }

  private Sha256Stream(InputStream in, MessageDigest digest) {
    super(new DigestInputStream(in, digest));
    this.digest = digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Bytes that are skipped pass through the digest too. */
  @Override
  public long skip(long n) throws IOException {
    byte[] skipped = new byte[Math.toIntExact(Math.min(n, BUFFER))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  /** Reads what is left, and gives the digest in lower-case hex. */
  String whole() throws IOException {
    byte[] rest = new byte[BUFFER];
    int n = read(rest, 0, rest.length);
    while (n >= 0) {
      n = read(rest, 0, rest.length);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
