package dev.offramp.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One version of one object that a customer put into the inbox. Never written, never deleted by us
 * (invariant 9).
 *
 * @param bucket the bucket
 * @param key {@code inbox/<migration>/<file>.csv}
 * @param version the object's version id where the bucket keeps versions, else its entity tag
 * @param versioned whether {@code version} is a version id
 * @param size bytes
 */
public record Upload(String bucket, String key, String version, boolean versioned, long size) {
  private static final String INBOX = "inbox/";

  /** Checks that nothing is missing. */
  public Upload {
    Objects.requireNonNull(bucket);
    Objects.requireNonNull(key);
    Objects.requireNonNull(version);
  }

  /** Whether the key is that of an upload: {@code inbox/<migration>/<file>}. */
  public static boolean isInbox(String key) {
    if (!key.startsWith(INBOX)) {
      return false;
    }
    int slash = key.indexOf('/', INBOX.length());
    return slash > INBOX.length() && slash < key.length() - 1;
  }

  /** The folder that the upload lies in: one customer's move. */
  public String migration() {
    return key.substring(INBOX.length(), key.indexOf('/', INBOX.length()));
  }

  /** The file's name without folders. */
  public String fileName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** The job that processes this upload: the same upload always gives the same id. */
  public String jobId() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((bucket + '\n' + key + '\n' + version).getBytes(StandardCharsets.UTF_8));
      return "j" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
