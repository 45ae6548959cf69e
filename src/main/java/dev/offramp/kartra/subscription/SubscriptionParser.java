package dev.offramp.kartra.subscription;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.record.Money;
import dev.offramp.record.Subscription;
import dev.offramp.record.SubscriptionState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a subscription of a row. A date of zeros and {@code Until cancelled} are an open end; the
 * next amount of one that is about to end is zero, and stays so.
 */
public final class SubscriptionParser implements RowParser<Subscription> {
  private static final String NEXT_AMOUNT = "next_payment_amount";

  private final RowDrafts drafts;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public SubscriptionParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
  }

  @Override
  public Parsed<Subscription> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String id = draft.take("subscription_id");
    String leadId = draft.take("lead_id");
    String email = draft.takeEmail("buyer_email");
    if (id.isEmpty() && leadId.isEmpty() && email.isEmpty()) {
      return new Parsed.Rejected<>(
          "OFF-1225", "subscription_id", "The subscription has no id and names no buyer.");
    }
    draft.phone("buyer_phone_country", "buyer_phone");
    draft.country("buyer_country");
    String label = draft.take("status");
    SubscriptionState state = SubscriptionLabels.of(label);
    if (state == SubscriptionState.UNKNOWN) {
      draft.warn("OFF-1230", "status");
    }
    return new Parsed.Accepted<>(
        subscription(id, leadId, email, label, state, draft), draft.warnings());
  }

  private static Subscription subscription(
      String id,
      String leadId,
      String email,
      String label,
      SubscriptionState state,
      RowDraft draft) {
    // Further currencies of the next amount do not exist in one row: the first that is filled.
    Map<String, Money> next = new HashMap<>();
    draft.takeMoney(NEXT_AMOUNT, next);
    return new Subscription(
        id,
        state,
        label,
        draft.takeMoment("start_date"),
        draft.takeMoment("end_date"),
        draft.take("product"),
        draft.take("price_point"),
        leadId,
        email,
        draft.takeMoment("next_payment_date"),
        Optional.ofNullable(next.get(NEXT_AMOUNT)),
        draft.fields(),
        draft.custom());
  }
}
