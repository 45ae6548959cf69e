package dev.offramp.plan;

import dev.offramp.crm.Definition.ValueType;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.api.CustomFieldDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds places for what Kartra's API knows and the file does not. They are rules like others, frozen
 * with them; a field that nobody fills is not made at the destination.
 */
public final class EnrichedRules {
  /** The column of all memberships, one a line. */
  public static final String MEMBERSHIPS = "kartra:memberships";

  /** The column of all sequences, one a line. */
  public static final String SEQUENCES = "kartra:sequences";

  /** The column of the lists that the person has left. */
  public static final String LISTS_LEFT = "kartra:lists_left";

  /** The column of whatever has no place of its own, one a line. */
  public static final String OTHER = "kartra:other_fields";

  private static final Map<String, String> LABELS =
      Map.of(
          MEMBERSHIPS, "Memberships (Kartra)",
          SEQUENCES, "Sequences (Kartra)",
          LISTS_LEFT, "Lists left (Kartra)",
          OTHER, "Other fields (Kartra)");

  /** What the API tells of everybody, by the names of an export's columns. */
  public static final List<String> STANDARD =
      List.of(
          "first_name",
          "middle_name",
          "last_name",
          "last_name2",
          "phone_country_code",
          "phone",
          "company",
          "address",
          "city",
          "state",
          "zip",
          "country",
          "website",
          "facebook",
          "twitter",
          "linkedin",
          "instagram",
          "google_plus",
          "date_joined",
          "ip",
          "ip_country",
          "source",
          "score",
          "time_zone",
          "sales_tax_id",
          "business_type",
          "notes",
          "blacklisted",
          "gdpr_lead_status",
          "gdpr_lead_status_date",
          "gdpr_lead_status_ip",
          "gdpr_lead_communications");

  private static final int MOST_OPTIONS = 100;

  private final Plan plan;
  private final FieldMap map;
  private final ExportLayout layout;

  /** Takes what the rules of the file were proposed from. */
  public EnrichedRules(Plan plan, FieldMap map, ExportLayout layout) {
    this.plan = plan;
    this.map = map;
    this.layout = layout;
  }

  /** The column of a custom field that is not in the file. */
  public static String column(String identifier) {
    return "kartra:" + identifier;
  }

  /** The file's own column of a custom field, if it has one. */
  public static Optional<Column> inFile(ExportLayout layout, String identifier) {
    String slug = MappingRules.slug(identifier);
    return layout.columns().stream()
        .filter(c -> !c.known())
        .filter(
            c ->
                MappingRules.slug(c.header()).equals(slug)
                    || MappingRules.slug(c.name()).equals(slug))
        .findFirst();
  }

  /** The rules of the file and those of the API. */
  public MappingRules extend(MappingRules file, List<CustomFieldDefinition> schema) {
    List<FieldRule> rules = new ArrayList<>(file.fields());
    Set<String> columns = new HashSet<>();
    Set<String> taken = new HashSet<>(map.standard().values());
    map.made().values().forEach(made -> taken.add(made.name()));
    rules.forEach(
        rule -> {
          columns.add(rule.column());
          taken.add(rule.field());
        });
    for (String name : STANDARD) {
      if (layout.column(name).isEmpty() && !columns.contains(name)) {
        standard(name).ifPresent(rules::add);
      }
    }
    for (String column : List.of(MEMBERSHIPS, SEQUENCES, LISTS_LEFT, OTHER)) {
      String name = column.substring(column.indexOf(':') + 1);
      made(column, name, LABELS.get(column), ValueType.LONG_TEXT, taken).ifPresent(rules::add);
    }
    for (CustomFieldDefinition field : schema) {
      if (inFile(layout, field.identifier()).isEmpty() && columns.add(column(field.identifier()))) {
        String label = field.identifier() + " (Kartra)";
        made(column(field.identifier()), field.identifier(), label, type(field), taken)
            .ifPresent(rules::add);
      }
    }
    return new MappingRules(
        file.destination(),
        file.longest(),
        rules,
        file.separators(),
        file.lists(),
        file.dateOrders(),
        file.wholeNames());
  }

  private Optional<FieldRule> standard(String name) {
    String wanted = plan.fields().get(name);
    if (wanted != null) {
      return wanted.equals(Plan.DROP)
          ? Optional.empty()
          : Optional.of(new FieldRule(name, wanted, name, ValueType.TEXT, false));
    }
    return MappingRules.standard(new Column(-1, name.replace('_', ' '), name, true, ""), map);
  }

  private Optional<FieldRule> made(
      String column, String name, String label, ValueType type, Set<String> taken) {
    String wanted = plan.fields().get(name);
    if (wanted != null) {
      return wanted.equals(Plan.DROP)
          ? Optional.empty()
          : Optional.of(new FieldRule(column, wanted, label, ValueType.TEXT, false));
    }
    String base = map.prefix() + MappingRules.slug(name);
    String field = base;
    for (int n = 2; !taken.add(field); n++) {
      field = base + "_" + n;
    }
    return Optional.of(new FieldRule(column, field, label, type, true));
  }

  private static ValueType type(CustomFieldDefinition field) {
    boolean choice =
        field.type().hasOptions()
            && field.options().size() <= MOST_OPTIONS
            && field.options().stream().noneMatch(o -> o.text().indexOf(';') >= 0);
    return switch (field.type()) {
      case DROP_DOWN, RADIO_BUTTON -> choice ? ValueType.SINGLE_CHOICE : ValueType.TEXT;
      case CHECKBOX -> choice ? ValueType.MULTIPLE_CHOICE : ValueType.TEXT;
      case TEXT_AREA, OTHER -> ValueType.LONG_TEXT;
      case INPUT_FIELD -> ValueType.TEXT;
    };
  }
}
