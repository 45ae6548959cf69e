package dev.offramp.plan;

import dev.offramp.crm.Definition.ValueType;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ColumnProfile;
import dev.offramp.kartra.DateOrder;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.FileSettings;
import dev.offramp.kartra.KartraSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The proposed mapping of an upload, frozen: the same upload, plan and version of Offramp give the
 * same rules (invariant 9).
 *
 * @param destination the CRM's key
 * @param longest characters that a value may have
 * @param fields where each column goes
 * @param separators what stands between several values, by column
 * @param lists whether lists become lists
 * @param dateOrders by column, the order of day and month that the whole file shows
 * @param wholeNames folded names of tags and lists that hold a separator and are not split
 */
public record MappingRules(
    String destination,
    int longest,
    List<FieldRule> fields,
    Map<String, String> separators,
    boolean lists,
    Map<String, DateOrder> dateOrders,
    Set<String> wholeNames) {

  /** Consent and bookkeeping: they steer the load and are not fields of their own. */
  private static final Set<String> NOT_FIELDS =
      Set.of(
          "id",
          "tags",
          "lists",
          "full_name",
          "phone_country_code",
          "blacklisted",
          "status",
          "gdpr_lead_status",
          "gdpr_lead_status_date",
          "gdpr_lead_status_ip",
          "gdpr_lead_communications");

  /** Consent as Kartra had it is kept as it stands, so that nothing of it is lost. */
  private static final Set<String> KEPT_AS_TEXT =
      Set.of(
          "blacklisted",
          "status",
          "gdpr_lead_status",
          "gdpr_lead_status_date",
          "gdpr_lead_status_ip",
          "gdpr_lead_communications");

  private static final int MOST_OPTIONS = 100;
  private static final int SHORT = 60;

  /** Copies the collections. */
  public MappingRules {
    fields = List.copyOf(fields);
    separators = Map.copyOf(separators);
    dateOrders = dateOrders == null ? Map.of() : Map.copyOf(dateOrders);
    wholeNames = wholeNames == null ? Set.of() : Set.copyOf(wholeNames);
  }

  /** How rows are read under these rules: what the plan says, with what the whole file shows. */
  public KartraSettings settings(KartraSettings plan) {
    return plan.withFindings(separators, dateOrders, wholeNames);
  }

  /** Proposes rules for an upload of an account whose names are not known. */
  public static MappingRules propose(
      Plan plan, FieldMap map, ExportLayout layout, ExportProfile profile) {
    return propose(plan, map, layout, profile, Set.of());
  }

  /**
   * Proposes rules for an upload.
   *
   * @param knownNames the account's own names of tags and lists, or none
   */
  public static MappingRules propose(
      Plan plan, FieldMap map, ExportLayout layout, ExportProfile profile, Set<String> knownNames) {
    KartraSettings shown = FileSettings.of(plan.settings(""), layout, profile, knownNames);
    Map<String, String> separators = shown.separators();
    List<FieldRule> rules = new ArrayList<>();
    Set<String> taken = new HashSet<>(map.standard().values());
    map.made().values().forEach(made -> taken.add(made.name()));
    for (Column column : layout.columns()) {
      String wanted = plan.fields().get(column.name());
      if (Plan.DROP.equals(wanted)) {
        continue;
      }
      if (wanted != null) {
        rules.add(new FieldRule(column.name(), wanted, column.header(), ValueType.TEXT, false));
      } else if (column.known()) {
        standard(column, map).ifPresent(rules::add);
      } else {
        rules.add(custom(column, map, profile, separators, taken));
      }
    }
    if (layout.column("full_name").isPresent()) {
      // One column of whole names is split into these two.
      rules.add(new FieldRule("first_name", "firstname", "First name", ValueType.TEXT, false));
      rules.add(new FieldRule("last_name", "lastname", "Last name", ValueType.TEXT, false));
    }
    return new MappingRules(
        plan.destination(),
        map.longest(),
        rules.stream().distinct().toList(),
        separators,
        plan.lists(),
        shown.dateOrders(),
        shown.wholeNames());
  }

  static java.util.Optional<FieldRule> standard(Column column, FieldMap map) {
    String name = column.name();
    String field = map.standard().get(name);
    if (field != null) {
      return java.util.Optional.of(
          new FieldRule(name, field, column.header(), ValueType.TEXT, false));
    }
    FieldMap.Made made = map.made().get(name);
    if (made != null) {
      return java.util.Optional.of(
          new FieldRule(name, made.name(), made.label(), made.type(), true));
    }
    if (NOT_FIELDS.contains(name) && !KEPT_AS_TEXT.contains(name)) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        new FieldRule(
            name, map.prefix() + name, column.header() + " (Kartra)", ValueType.TEXT, true));
  }

  private static FieldRule custom(
      Column column,
      FieldMap map,
      ExportProfile profile,
      Map<String, String> separators,
      Set<String> taken) {
    String base = map.prefix() + slug(column.name());
    String name = base;
    for (int n = 2; !taken.add(name); n++) {
      name = base + "_" + n;
    }
    String label = column.header().isBlank() ? column.name() : column.header();
    return new FieldRule(
        column.name(), name, label + " (Kartra)", type(column, profile, separators), true);
  }

  /** What Kartra's five types of custom fields look like in a file. */
  private static ValueType type(
      Column column, ExportProfile profile, Map<String, String> separators) {
    ColumnProfile seen = profile.columns().getOrDefault(column.name(), ColumnProfile.empty());
    if (seen.multiline() > 0 || seen.longest() > 4 * SHORT) {
      return ValueType.LONG_TEXT;
    }
    Set<String> values = profile.values(column.name(), separators);
    boolean counted = !seen.unkept().containsKey(separators.getOrDefault(column.name(), ""));
    boolean few =
        counted
            && values.size() <= MOST_OPTIONS
            && values.size() * 5L <= seen.filled()
            && values.stream().allMatch(v -> v.length() <= SHORT && v.indexOf(';') < 0);
    if (separators.containsKey(column.name())) {
      return few ? ValueType.MULTIPLE_CHOICE : ValueType.TEXT;
    }
    return few ? ValueType.SINGLE_CHOICE : ValueType.TEXT;
  }

  /** A name of lower-case letters, digits and underscores. */
  static String slug(String text) {
    String plain =
        java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String safe = plain.isEmpty() ? "field_" + digest(text).substring(0, 8) : plain;
    return safe.length() > 80 ? safe.substring(0, 71) + "_" + digest(text).substring(0, 8) : safe;
  }

  /** Names these rules: two jobs with the same version were mapped alike. */
  public String version() {
    String read = "" + new TreeMap<>(separators) + new TreeMap<>(dateOrders);
    return digest(destination + fields + read + new TreeSet<>(wholeNames) + lists + longest)
        .substring(0, 12);
  }

  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
