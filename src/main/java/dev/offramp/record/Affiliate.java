package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who is paid for sales, with what is earned, held back, due and paid; or one month of
 * one's own earnings.
 *
 * @param kartraId the affiliate's id or user name, or empty
 * @param name the whole name, or empty
 * @param email the address, or empty
 * @param status the status as it stands in the file
 * @param date the day or month that the row is about, where it has one
 * @param money the columns of money by name ({@code earned}, {@code reserve}, {@code due}, {@code
 *     paid})
 * @param fields the other standard columns that have a value, by Kartra's names
 * @param customFields every other column that has a value, by its header
 */
public record Affiliate(
    String kartraId,
    String name,
    String email,
    String status,
    Optional<Instant> date,
    Map<String, Money> money,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Affiliate {
    money = FieldMap.copyOf(money);
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.AFFILIATE;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return date;
  }
}
