package dev.offramp.kartra;

import dev.offramp.record.ConsentClass;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What cannot be seen from an export alone.
 *
 * @param zone the zone of its times; Kartra's documents say EST without saying which
 * @param dayFirst whether 03/04/2026 is the third of April
 * @param decodeEntities whether HTML entities in cells are decoded
 * @param phoneRegion the ISO code of the country whose numbers have no country code
 * @param separators by column name, what stands between several values; others are detected
 * @param kind what the rows describe, where the header does not say
 * @param uploadStatus the mailing status that the export was filtered by, where it was
 */
public record KartraSettings(
    ZoneId zone,
    boolean dayFirst,
    boolean decodeEntities,
    String phoneRegion,
    Map<String, String> separators,
    Optional<ExportKind> kind,
    Optional<ConsentClass> uploadStatus) {

  /** Copies the separators. */
  public KartraSettings {
    separators = Map.copyOf(separators);
  }

  /** Kartra's own zone, month-first, US numbers, nothing decoded. */
  public static KartraSettings defaults() {
    return new KartraSettings(
        ZoneId.of("America/New_York"),
        false,
        false,
        "US",
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with the separators of a file. */
  public KartraSettings withSeparators(Map<String, String> found) {
    return new KartraSettings(
        zone, dayFirst, decodeEntities, phoneRegion, found, kind, uploadStatus);
  }
}
