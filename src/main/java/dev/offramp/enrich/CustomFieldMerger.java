package dev.offramp.enrich;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.api.CustomFieldDefinition;
import dev.offramp.kartra.api.CustomFieldDefinition.Option;
import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.plan.EnrichedRules;
import dev.offramp.plan.FieldRule;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the place of each custom field: the file's column, a field of its own, or the field for all
 * others; nothing is dropped that the plan does not drop. Ids of options become their texts.
 */
public final class CustomFieldMerger {
  private final ExportLayout layout;
  private final Plan plan;
  private final List<String> places;
  private final Map<String, Map<String, String>> optionTexts = new HashMap<>();

  /** Takes the file's layout, the plan, the frozen rules and the account's custom fields. */
  public CustomFieldMerger(
      ExportLayout layout, Plan plan, MappingRules rules, List<CustomFieldDefinition> schema) {
    this.layout = layout;
    this.plan = plan;
    this.places = rules.fields().stream().map(FieldRule::column).toList();
    for (CustomFieldDefinition field : schema) {
      column(field.identifier())
          .ifPresent(
              column ->
                  optionTexts.put(
                      column.name(),
                      field.options().stream()
                          .collect(Collectors.toMap(Option::id, Option::text, (a, b) -> a))));
    }
  }

  private Optional<Column> column(String identifier) {
    return EnrichedRules.inFile(layout, identifier);
  }

  /** Adds the API's custom fields to those of the file, which win where they have a value. */
  void merge(Map<String, List<String>> fields, LeadDetails facts) {
    fields.replaceAll(this::texts);
    List<String> others = new ArrayList<>();
    facts
        .customFields()
        .forEach(
            (identifier, values) -> {
              Optional<Column> inFile = column(identifier);
              String place = EnrichedRules.column(identifier);
              if (inFile.isPresent()) {
                fields.putIfAbsent(inFile.get().name(), values);
              } else if (places.contains(place)) {
                fields.put(place, values);
              } else if (!Plan.DROP.equals(plan.fields().get(identifier))) {
                others.add(identifier + ": " + String.join("; ", values));
              }
            });
    if (!others.isEmpty()) {
      fields.put(EnrichedRules.OTHER, List.of(String.join("\n", others)));
    }
  }

  /** A file may hold ids in place of texts; only where all of a cell are ids and none is a text. */
  private List<String> texts(String column, List<String> values) {
    Map<String, String> texts = optionTexts.getOrDefault(column, Map.of());
    boolean ids =
        !values.isEmpty()
            && values.stream().allMatch(v -> texts.containsKey(v) && !texts.containsValue(v));
    return ids ? values.stream().map(texts::get).toList() : values;
  }
}
