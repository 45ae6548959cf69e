package dev.offramp.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event of a purchase: a payment, a failed try, a refund, a cancellation …
 *
 * @param kartraId the transaction's id, unique for each event
 * @param type what happened
 * @param typeLabel the type as it stands in the file
 * @param date when
 * @param product the product's name, or empty
 * @param pricePoint the price point on the product, or empty
 * @param quantity how many, at least 1
 * @param leadId the buyer's contact id, or empty; goes before the address, which is the one at the
 *     time of the purchase
 * @param buyerEmail the buyer's address then, or empty
 * @param subscriptionId Kartra's id of the subscription, or empty
 * @param amount what was paid or given back, without a sign; none where the cell is empty
 * @param money every other column of money by its name, without the currency, as absolute values
 * @param retry whether this is a repeated attempt
 * @param trial whether the first charge was discounted; it need not have been free
 * @param fields the other standard columns that have a value, by Kartra's names
 * @param customFields every other column that has a value, by its header
 */
public record Transaction(
    String kartraId,
    TransactionType type,
    String typeLabel,
    Optional<Instant> date,
    String product,
    String pricePoint,
    long quantity,
    String leadId,
    String buyerEmail,
    String subscriptionId,
    Optional<Money> amount,
    Map<String, Money> money,
    boolean retry,
    boolean trial,
    Map<String, String> fields,
    Map<String, List<String>> customFields)
    implements SourceRecord {

  /** Copies the collections, keeping their order. */
  public Transaction {
    money = FieldMap.copyOf(money);
    fields = FieldMap.copyOf(fields);
    customFields = FieldMap.copyOf(customFields);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.TRANSACTION;
  }

  @Override
  public Optional<Instant> occurredAt() {
    return date;
  }
}
