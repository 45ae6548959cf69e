package dev.offramp.audit;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * 64-bit hashes that are the same in every process: two runs of one file have to agree. Among 16
 * million different values, two share a hash about once in 100,000 files.
 */
final class Hashes {
  private static final byte[] KEY = "offramp audit v1".getBytes(StandardCharsets.US_ASCII);

  private final SipHash sip = new SipHash();

  Hashes() {
    sip.init(new KeyParameter(KEY));
  }

  /** Of a text; never 0, which stands for "nothing there". */
  long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sip.update(bytes, 0, bytes.length);
    long hash = sip.doFinal();
    return hash == 0 ? 1 : hash;
  }

  /** Of a row's ordinal: a draw that is the same for a file in every run. */
  long of(long ordinal) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      sip.update((byte) (ordinal >>> shift));
    }
    return sip.doFinal();
  }
}
