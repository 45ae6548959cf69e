package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recurring purchase as it stands at the time of the export.
 *
 * @param kartraId the subscription's id, or empty
 * @param state where it is
 * @param stateLabel the state as it stands in the file
 * @param start when it began
 * @param end when it ended or will end; none for an open one
 * @param product the product's name, or empty
 * @param pricePoint the price point on the product, or empty
 * @param leadId the buyer's contact id, or empty
 * @param buyerEmail the buyer's address, or empty
 * @param nextPayment when it is charged next
 * @param nextAmount what is charged then
 * @param fields the other standard columns that have a value, by Kartra's names
 * @param customFields every other column that has a value, by its header
 */
public record Subscription(
    String kartraId,
    SubscriptionState state,
    String stateLabel,
    Optional<Instant> start,
    Optional<Instant> end,
    String product,
    String pricePoint,
    String leadId,
    String buyerEmail,
    Optional<Instant> nextPayment,
    Optional<Money> nextAmount,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Subscription {
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.SUBSCRIPTION;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return start;
  }
}
