package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person, as every destination's mapping sees one.
 *
 * @param kartraId Kartra's id, or empty
 * @param email the address as given, trimmed; may be empty where there is an id
 * @param fields the standard fields that have a value, by Kartra's own names ({@code first_name},
 *     {@code city}, …), cleaned; a phone is in E.164 where it could be understood
 * @param dateJoined when the person joined
 * @param tags in the order of the file
 * @param lists in the order of the file
 * @param customFields every other column that has a value, by its header; several values where the
 *     column is a checkbox field
 * @param consent see {@link Consent}
 */
public record Contact(
    String kartraId,
    String email,
    Map<String, String> fields,
    Optional<Instant> dateJoined,
    List<String> tags,
    List<String> lists,
    Map<String, List<String>> customFields,
    Consent consent)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Contact {
    fields = FieldMap.copyOf(fields);
    tags = List.copyOf(tags);
    lists = List.copyOf(lists);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.CONTACT;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return dateJoined;
  }

  /** The address as Kartra compares addresses: case-folded. */
  public String emailKey() {
    return email.toLowerCase(java.util.Locale.ROOT);
  }

  /** A standard field's value, empty where there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
