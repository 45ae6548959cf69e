package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A booking in a calendar.
 *
 * @param kartraId the booking's id, or empty
 * @param calendar the calendar's name, or empty
 * @param leadId the guest's contact id, or empty
 * @param email the guest's address, or empty
 * @param start when it begins
 * @param end when it ends, where the file says so
 * @param status the status as it stands in the file
 * @param fields the other standard columns that have a value, by Kartra's names
 * @param customFields every other column that has a value, by its header
 */
public record Appointment(
    String kartraId,
    String calendar,
    String leadId,
    String email,
    Optional<Instant> start,
    Optional<Instant> end,
    String status,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Appointment {
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.APPOINTMENT;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return start;
  }
}
