package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.TreeSet;

/** A short digest of what a record was loaded with, to see later whether anything is new. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(DesiredRecord record) {
    String text =
        new TreeMap<>(record.fields())
            + "\n"
            + new TreeSet<>(record.tags())
            + "\n"
            + new TreeSet<>(record.lists())
            + "\n"
            + record.consent();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
