package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deal in a pipeline, from a file of its own.
 *
 * @param kartraId its id, or empty
 * @param title what it is called
 * @param stage where it is in the pipeline, as it stands in the file
 * @param leadId the contact's id, or empty
 * @param email the contact's address, or empty
 * @param value what it is worth
 * @param created when it was made
 * @param fields the other standard columns that have a value, by their names
 * @param customFields every other column that has a value, by its header
 */
public record Deal(
    String kartraId,
    String title,
    String stage,
    String leadId,
    String email,
    Optional<Money> value,
    Optional<Instant> created,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Deal {
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.DEAL;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return created;
  }
}
