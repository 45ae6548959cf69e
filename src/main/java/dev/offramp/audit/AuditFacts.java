package dev.offramp.audit;

import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.FileFindings;
import dev.offramp.kartra.FileSettings;
import dev.offramp.kartra.Finding;
import dev.offramp.kartra.KartraSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an audit needs to know beside the rows.
 *
 * @param upload which file
 * @param layout how it is laid out
 * @param separators what stands between the values of each column that holds several
 * @param evidence what each of them was found by
 * @param findings what only the whole file shows
 * @param forecast what is to be loaded where
 */
public record AuditFacts(
    Audit.Upload upload,
    ExportLayout layout,
    Map<String, String> separators,
    List<Evidence> evidence,
    List<Finding> findings,
    ForecastWish forecast) {

  /** Copies the collections. */
  public AuditFacts {
    separators = Map.copyOf(separators);
    evidence = List.copyOf(evidence);
    findings = List.copyOf(findings);
  }

  /**
   * What a whole file shows.
   *
   * @param plan what the plan says of reading, without what the file shows
   * @param profile of the whole file
   * @param knownNames the account's own names of tags and lists, or none
   */
  public static AuditFacts of(
      Audit.Upload upload,
      ExportLayout layout,
      KartraSettings plan,
      ExportProfile profile,
      Set<String> knownNames,
      ForecastWish forecast) {
    return new AuditFacts(
        upload,
        layout,
        FileSettings.of(plan, layout, profile, knownNames).separators(),
        new SeparatorReasons(plan, profile, knownNames).of(layout),
        new FileFindings(layout, profile, plan, knownNames).all(),
        forecast);
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
