package dev.offramp.audit.forecast;

import java.util.Objects;

/**
 * Where a migration goes.
 *
 * @param destination the CRM's key
 * @param tier the plan's key, or empty where it is not known
 * @param seats licences of the account, at least 1
 * @param sharePerMille how much of the published limits may be used
 * @param chunkRows how many rows travel together
 */
public record ForecastWish(
    String destination, String tier, long seats, int sharePerMille, int chunkRows) {
  private static final int WHOLE = 1000;
  private static final int USUAL_CHUNK = 1000;

  /** Checks that a destination is named. */
  public ForecastWish {
    Objects.requireNonNull(destination);
    Objects.requireNonNull(tier);
  }

  /** Into a destination at the whole published limit. */
  public static ForecastWish to(String destination) {
    return to(destination, "", WHOLE);
  }

  /**
   * Into a destination.
   *
   * @param tier the plan's key, or empty where it is not known
   * @param sharePerMille how much of the published limits may be used
   */
  public static ForecastWish to(String destination, String tier, int sharePerMille) {
    return new ForecastWish(destination, tier, 1, sharePerMille, USUAL_CHUNK);
  }
}
