package dev.offramp.stage;

import dev.offramp.crm.Definition;
import dev.offramp.crm.Definition.ValueType;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.load.Vocabulary;
import dev.offramp.plan.FieldRule;
import dev.offramp.plan.MappingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds which definitions the records of a chunk use. */
final class DefinitionsOf {
  private final MappingRules rules;

  DefinitionsOf(MappingRules rules) {
    this.rules = rules;
  }

  Vocabulary vocabulary(List<DesiredRecord> records) {
    List<Definition> definitions = new ArrayList<>();
    for (FieldRule rule : rules.fields()) {
      if (rule.made()) {
        definition(rule, records, definitions);
      }
    }
    Set<String> lists = new TreeSet<>();
    Set<String> tags = new TreeSet<>();
    for (DesiredRecord record : records) {
      lists.addAll(record.lists());
      tags.addAll(record.tags());
    }
    lists.forEach(list -> definitions.add(Definition.list(list)));
    return new Vocabulary(definitions, List.copyOf(tags));
  }

  private static void definition(
      FieldRule rule, List<DesiredRecord> records, List<Definition> definitions) {
    Set<String> options = new TreeSet<>();
    boolean used = false;
    boolean several = rule.type() == ValueType.MULTIPLE_CHOICE;
    for (DesiredRecord record : records) {
      String value = record.fields().get(rule.field());
      if (value != null) {
        used = true;
        options.addAll(several ? List.of(value.split(";", -1)) : List.of(value));
      }
    }
    if (!used) {
      return; // A field that nobody fills is not made.
    }
    boolean choice = several || rule.type() == ValueType.SINGLE_CHOICE;
    definitions.add(
        choice
            ? Definition.choice(rule.field(), rule.label(), rule.type(), List.copyOf(options))
            : Definition.field(rule.field(), rule.label(), rule.type()));
  }
}
