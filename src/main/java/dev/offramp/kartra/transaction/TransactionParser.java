package dev.offramp.kartra.transaction;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.kartra.value.Memo;
import dev.offramp.record.FieldMap;
import dev.offramp.record.Money;
import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Makes a transaction of a row. Amounts have no sign, as the export gives refunds without one: the
 * sign follows from the type.
 */
public final class TransactionParser implements RowParser<Transaction> {
  /** The columns of money beside the amount. */
  static final List<String> MONEY =
      List.of(
          "base_price",
          "sales_tax",
          "shipping_cost",
          "coupon_discount",
          "revenue",
          "affiliate_revenue",
          "jv_revenue",
          "your_net_profit",
          "trial_amount");

  private static final String AMOUNT = "amount";

  /** A number of more digits is no quantity; to work it out might take long. */
  private static final int LONGEST = 100;

  private final RowDrafts drafts;
  private final Memo<TransactionType> types = new Memo<>(TransactionTypes::of);

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public TransactionParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
  }

  @Override
  public Parsed<Transaction> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String id = draft.take("id");
    if (id.isEmpty()) {
      return new Parsed.Rejected<>(
          "OFF-1220", "id", "The transaction has no ID, so that it could be loaded twice.");
    }
    draft.phone("buyer_phone_country", "buyer_phone");
    draft.country("buyer_country");
    draft.country("shipping_country");
    Transaction transaction = transaction(id, draft);
    return new Parsed.Accepted<>(transaction, draft.warnings());
  }

  private Transaction transaction(String id, RowDraft draft) {
    String label = draft.take("transaction_type");
    TransactionType type = type(label, draft);
    String leadId = draft.take("lead_id");
    String email = draft.takeEmail("buyer_email");
    if (leadId.isEmpty() && email.isEmpty()) {
      draft.warn("OFF-1232", "buyer_email");
    }
    FieldMap.Builder<Money> money = money(type, draft);
    Optional<Money> amount = Optional.ofNullable(money.remove(AMOUNT));
    return new Transaction(
        id,
        type,
        label,
        draft.takeMoment("date"),
        draft.take("product"),
        draft.take("price_point"),
        quantity(draft),
        leadId,
        email,
        draft.take("subscription_id"),
        amount,
        money.build(),
        draft.takeFlag("rebill_reattempt"),
        draft.takeFlag("trial"),
        draft.fields(),
        draft.custom());
  }

  private TransactionType type(String label, RowDraft draft) {
    TransactionType type = types.of(label);
    if (type == TransactionType.UNKNOWN) {
      draft.warn("OFF-1221", "transaction_type");
    }
    return type;
  }

  private static FieldMap.Builder<Money> money(TransactionType type, RowDraft draft) {
    FieldMap.Builder<Money> money = new FieldMap.Builder<>(MONEY.size() + 1);
    draft.takeMoney(AMOUNT, money);
    boolean minus = money.containsKey(AMOUNT) && !draft.text(AMOUNT).isEmpty();
    if (minus && type.sign() > 0) {
      draft.warn("OFF-1228", AMOUNT);
    }
    for (String column : MONEY) {
      draft.takeMoney(column, money);
    }
    return money;
  }

  /** One where nothing is said; a text that is no count stays among the fields. */
  private static long quantity(RowDraft draft) {
    String text = draft.text("quantity");
    if (text.isEmpty()) {
      return 1;
    }
    try {
      long quantity = text.length() > LONGEST ? 0 : new BigDecimal(text).longValueExact();
      if (quantity >= 1) {
        draft.take("quantity");
        return quantity;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Told below, as a quantity of zero is.
    }
    draft.warn("OFF-1229", "quantity");
    return 1;
  }
}
