package dev.offramp.audit;

import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.ExportLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit needs to know beside the rows.
 *
 * @param name of the file
 * @param sha256 of the upload in lower-case hex
 * @param bytes its size
 * @param layout how it is laid out
 * @param separators what stands between the values of each column that holds several
 * @param evidence what each of them was found by
 * @param derivedStates subscriptions by state as the transactions tell, where they do
 * @param forecast what is to be loaded where
 */
public record AuditFacts(
    String name,
    String sha256,
    long bytes,
    ExportLayout layout,
    Map<String, String> separators,
    List<Evidence> evidence,
    Optional<Map<String, Long>> derivedStates,
    ForecastWish forecast) {

  /** Copies the collections. */
  public AuditFacts {
    separators = Map.copyOf(separators);
    evidence = List.copyOf(evidence);
  }

  /**
   * What stands between the values of a column, and how that is known.
   *
   * @param column its name
   * @param separator what stands between two values
   * @param evidence in words, with figures and without values
   */
  public record Evidence(String column, String separator, String evidence) {}
}
