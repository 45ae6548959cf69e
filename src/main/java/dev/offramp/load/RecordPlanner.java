package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.job.LostValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what is wanted with what is there, and says what has to be done about a person. */
final class RecordPlanner {
  static final String CREATE = "create";
  static final String UPDATE = "update";

  private final Traits traits;
  private final TagValues tags;
  private final ExistingPolicy existing;

  RecordPlanner(Traits traits, ExistingPolicy existing) {
    this.traits = traits;
    this.tags = new TagValues(traits);
    this.existing = existing;
  }

  /** The fields that have to be read before anything can be decided. */
  Set<String> fieldsOf(List<PersonGroup> groups) {
    Set<String> fields = new LinkedHashSet<>();
    for (PersonGroup group : groups) {
      fields.addAll(group.wanted().fields().keySet());
    }
    if (traits.tagField() != null) {
      fields.add(traits.tagField());
    }
    return fields;
  }

  /** The intent for a person whom the destination does not know. */
  LedgerLine create(PersonGroup group) {
    DesiredRecord wanted = group.wanted();
    Map<String, String> fields = new LinkedHashMap<>(wanted.fields());
    fields.put(traits.markerField(), wanted.marker());
    if (traits.tagField() != null && !wanted.tags().isEmpty()) {
      fields.put(traits.tagField(), tags.joined(wanted.tags()));
    }
    return line(group, CREATE, "", fields, Map.of(), "");
  }

  /** Whether the plan says to leave a record as it is. */
  boolean leaves(boolean ours) {
    return !ours && existing == ExistingPolicy.SKIP;
  }

  /**
   * The intent for a person whom the destination knows, or nothing where it has it all already.
   *
   * @param ours whether the migration made the record: then the newest value wins
   * @param into the earlier row that brought the person, or empty
   */
  Optional<LedgerLine> update(PersonGroup group, RemoteRecord prior, boolean ours, String into) {
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, String> before = new LinkedHashMap<>();
    group
        .wanted()
        .fields()
        .forEach(
            (name, value) -> {
              String there = prior.field(name);
              if (!there.equals(value) && (there.isEmpty() || replaces(group, name, ours))) {
                wanted.put(name, value);
                before.put(name, there);
              }
            });
    if (prior.marker().isEmpty()) {
      wanted.put(traits.markerField(), group.wanted().marker());
      before.put(traits.markerField(), "");
    }
    addTags(group, prior, wanted, before);
    return wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(line(group, UPDATE, prior.remoteId(), wanted, before, into));
  }

  /** The newest value wins among our own rows; the plan decides about what was there before. */
  private boolean replaces(PersonGroup group, String field, boolean ours) {
    return ours ? !group.onlyFills(field) : existing == ExistingPolicy.OVERWRITE;
  }

  /**
   * The values that give way when a person is merged into an earlier row's record.
   *
   * @param into the earlier row
   */
  List<LostValue> lost(PersonGroup group, RemoteRecord prior, boolean ours, String into) {
    List<LostValue> lost = new ArrayList<>();
    long row = group.first().row();
    group
        .wanted()
        .fields()
        .forEach(
            (name, value) -> {
              String there = prior.field(name);
              if (there.isEmpty() || there.equals(value)) {
                return;
              }
              lost.add(
                  replaces(group, name, ours)
                      ? new LostValue(row, into, name, there, value)
                      : new LostValue(row, into, name, value, there));
            });
    return lost;
  }

  private void addTags(
      PersonGroup group,
      RemoteRecord prior,
      Map<String, String> wanted,
      Map<String, String> before) {
    if (traits.tagField() == null || group.wanted().tags().isEmpty()) {
      return;
    }
    String there = prior.field(traits.tagField());
    Set<String> all = tags.of(there);
    if (all.addAll(group.wanted().tags())) {
      wanted.put(traits.tagField(), tags.joined(all));
      before.put(traits.tagField(), there);
    }
  }

  private static LedgerLine line(
      PersonGroup group,
      String kind,
      String remoteId,
      Map<String, String> wanted,
      Map<String, String> before,
      String into) {
    return new LedgerLine(
        group.trace(),
        group.first().row(),
        kind,
        group.wanted().sourceKey(),
        group.wanted().marker(),
        remoteId,
        wanted,
        before,
        "",
        into);
  }
}
