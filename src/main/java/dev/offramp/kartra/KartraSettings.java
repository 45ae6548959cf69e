package dev.offramp.kartra;

import dev.offramp.record.ConsentClass;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What cannot be seen from a row alone: what the plan says, and what the whole file shows.
 *
 * @param zone the zone of its times; Kartra's documents say EST without saying which
 * @param dayFirst whether 03/04/2026 is the third of April, where the column does not show it
 * @param decodeEntities whether HTML entities and double encodings in cells are decoded
 * @param phoneRegion the ISO code of the country whose numbers have no country code
 * @param separators by column name or header, what stands between several values, or {@link
 *     #NOT_SPLIT}; others are detected
 * @param kind what the rows describe, where the header does not say
 * @param uploadStatus the mailing status that the export was filtered by, where it was
 * @param dateOrders by column name, the order that the column's own dates show
 * @param wholeNames folded names of tags and lists that hold a separator and are not split
 */
public record KartraSettings(
    ZoneId zone,
    boolean dayFirst,
    boolean decodeEntities,
    String phoneRegion,
    Map<String, String> separators,
    Optional<ExportKind> kind,
    Optional<ConsentClass> uploadStatus,
    Map<String, DateOrder> dateOrders,
    Set<String> wholeNames) {
  /** Among the separators: a cell of the column is one value. */
  public static final String NOT_SPLIT = "none";

  /** Copies the collections. */
  public KartraSettings {
    separators = Map.copyOf(separators);
    dateOrders = Map.copyOf(dateOrders);
    wholeNames = Set.copyOf(wholeNames);
  }

  /** What is known before the file is read. */
  public KartraSettings(
      ZoneId zone,
      boolean dayFirst,
      boolean decodeEntities,
      String phoneRegion,
      Map<String, String> separators,
      Optional<ExportKind> kind,
      Optional<ConsentClass> uploadStatus) {
    this(
        zone,
        dayFirst,
        decodeEntities,
        phoneRegion,
        separators,
        kind,
        uploadStatus,
        Map.of(),
        Set.of());
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

  /** The same with other separators. */
  public KartraSettings withSeparators(Map<String, String> others) {
    return withFindings(others, dateOrders, wholeNames);
  }

  /** Whether something is said about what stands between the values of a column. */
  public boolean says(Column column) {
    return separators.containsKey(column.name()) || separators.containsKey(column.header());
  }

  /** What stands between the values of a column as far as it is known; empty for one value. */
  public String separator(Column column) {
    String header = separators.getOrDefault(column.header(), "");
    String separator = separators.getOrDefault(column.name(), header);
    return NOT_SPLIT.equals(separator) ? "" : separator;
  }

  /** The same for a file of a kind that is known. */
  public KartraSettings ofKind(ExportKind known) {
    return new KartraSettings(
        zone,
        dayFirst,
        decodeEntities,
        phoneRegion,
        separators,
        Optional.of(known),
        uploadStatus,
        dateOrders,
        wholeNames);
  }

  /** The same with all that a whole file shows. */
  public KartraSettings withFindings(
      Map<String, String> found, Map<String, DateOrder> orders, Set<String> names) {
    return new KartraSettings(
        zone, dayFirst, decodeEntities, phoneRegion, found, kind, uploadStatus, orders, names);
  }

  /** Whether the dates of a column name the day first. */
  public boolean dayFirst(String column) {
    DateOrder shown = dateOrders.get(column);
    return shown == null ? dayFirst : shown == DateOrder.DAY_FIRST;
  }
}
