package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A company, from a file of its own.
 *
 * @param kartraId its id, or empty
 * @param name its name
 * @param website its address on the web, or empty
 * @param created when it was made
 * @param fields the other standard columns that have a value, by their names
 * @param customFields every other column that has a value, by its header
 */
public record Company(
    String kartraId,
    String name,
    String website,
    Optional<Instant> created,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Company {
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.COMPANY;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return created;
  }
}
