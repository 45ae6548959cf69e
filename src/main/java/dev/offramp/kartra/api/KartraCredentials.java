package dev.offramp.kartra.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What every call to Kartra brings in its body.
 *
 * @param appId the developer's App, which is also what the limit is counted by
 * @param apiKey the account owner's key
 * @param apiPassword the account owner's password of the API
 */
public record KartraCredentials(String appId, String apiKey, String apiPassword) {
  private static final int BUDGET_DIGITS = 16;

  /** None may be missing. */
  public KartraCredentials {
    Objects.requireNonNull(appId);
    Objects.requireNonNull(apiKey);
    Objects.requireNonNull(apiPassword);
  }

  /** Whether one of the three is blank. */
  public boolean incomplete() {
    return appId.isBlank() || apiKey.isBlank() || apiPassword.isBlank();
  }

  /** The name of the App's budget: all who use the App share it, and it does not tell the App. */
  public String budget() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(appId.getBytes(StandardCharsets.UTF_8));
      return "kartra/" + HexFormat.of().formatHex(digest).substring(0, BUDGET_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Nothing of them: a text may end in a log (invariant 8). */
  @Override
  public String toString() {
    return "KartraCredentials[…]";
  }
}
