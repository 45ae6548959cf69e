package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys by which the crosswalk knows a person: the rows' own, and a digest of each address, so
 * that a second Kartra id with the same address finds the record though the destination's search
 * does not know it yet (invariant 3).
 */
final class SourceKeys {
  private static final String ADDRESS = "address:";
  private static final int BYTES = 12;

  private SourceKeys() {}

  /** The keys of rows, each once; the rows' own first. */
  static List<String> of(Collection<DesiredRecord> rows) {
    Set<String> keys = new LinkedHashSet<>();
    rows.forEach(row -> keys.add(row.sourceKey()));
    rows.stream()
        .map(DesiredRecord::email)
        .filter(email -> !email.isEmpty())
        .forEach(email -> keys.add(address(email)));
    return List.copyOf(keys);
  }

  /** The key of an address. */
  static String address(String email) {
    return ADDRESS + digest(email);
  }

  /** The key of a note about a record. */
  static String record(String remoteId) {
    return "record:" + remoteId;
  }

  private static String digest(String email) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(email.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
