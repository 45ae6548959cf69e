package dev.offramp.plan;

import dev.offramp.kartra.KartraSettings;
import dev.offramp.load.ExistingPolicy;
import dev.offramp.verify.Extent;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a customer wants, from {@code inbox/<migration>/plan.yaml}. Everything but the destination
 * has a default.
 *
 * @param destination the CRM's key
 * @param account the name of the account, for those who load several migrations into one; the
 *     migration's name by default
 * @param existing about records that are there already
 * @param approval whether a person has to say yes first
 * @param share how much of the published limits Offramp may use, in per mille
 * @param order whether calls wait for each other
 * @param timezone the zone of Kartra's times
 * @param dayFirst whether 03/04/2026 is the third of April, where a column does not show it
 * @param decodeEntities whether HTML entities in cells are decoded
 * @param phoneRegion the country whose numbers have no country code
 * @param separators by column, what stands between several values, or {@code none}
 * @param files by file name
 * @param fields by column: the field at the destination, or {@code drop}
 * @param lists whether lists become lists there
 * @param enrich whether Kartra's API is asked about each contact
 * @param enrichTags how memberships and sequences are named as tags
 * @param sample how many rows the audit shows as a sample
 * @param verify how much of what was loaded is read back
 */
public record Plan(
    String destination,
    String account,
    ExistingPolicy existing,
    Approval approval,
    int share,
    Order order,
    ZoneId timezone,
    boolean dayFirst,
    boolean decodeEntities,
    String phoneRegion,
    Map<String, String> separators,
    Map<String, FilePlan> files,
    Map<String, String> fields,
    boolean lists,
    boolean enrich,
    EnrichTags enrichTags,
    int sample,
    Extent verify) {

  /** Whether calls wait for each other. */
  public enum Order {
    /** Several calls in flight, sent in row order. */
    PACED,
    /** One after another is acknowledged. */
    STRICT
  }

  /** The value of {@link #fields} for a column that is not to be moved. */
  public static final String DROP = "drop";

  /** The value of {@link #separators} for a column whose cells are one value each. */
  public static final String NOT_SPLIT = KartraSettings.NOT_SPLIT;

  /** Copies the maps. */
  public Plan {
    Objects.requireNonNull(destination);
    separators = Map.copyOf(separators);
    files = Map.copyOf(files);
    fields = Map.copyOf(fields);
  }

  /** The name under which account, budget and lease of a migration go. */
  public String accountOf(String migration) {
    return destination + "/" + (account.isEmpty() ? migration : account);
  }

  /** How a file of Kartra's is to be read. */
  public KartraSettings settings(String fileName) {
    FilePlan file = files.getOrDefault(fileName, new FilePlan(null, null));
    return new KartraSettings(
        timezone,
        dayFirst,
        decodeEntities,
        phoneRegion,
        separators,
        Optional.ofNullable(file.kind()),
        Optional.ofNullable(file.status()));
  }
}
