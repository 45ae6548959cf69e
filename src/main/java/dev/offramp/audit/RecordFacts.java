package dev.offramp.audit;

import dev.offramp.record.Affiliate;
import dev.offramp.record.Consent;
import dev.offramp.record.Contact;
import dev.offramp.record.Deal;
import dev.offramp.record.Money;
import dev.offramp.record.SourceRecord;
import dev.offramp.record.Subscription;
import dev.offramp.record.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts what records say: consent, money, products, states. */
final class RecordFacts {
  private final AuditSum sum;
  private final Hashes hashes;
  private final Consumer<ReviewLine> review;

  RecordFacts(AuditSum sum, Hashes hashes, Consumer<ReviewLine> review) {
    this.sum = sum;
    this.hashes = hashes;
    this.review = review;
  }

  /** Counts a record and adds what it is an example of. */
  void add(SourceRecord record, long line, List<String> features) {
    sum.dates = sum.dates.plus(Span.of(record.occurredAt()));
    long email = 0;
    if (record instanceof Contact contact) {
      email = contact.email().isEmpty() ? 0 : hashes.of(contact.emailKey());
      contact(contact, line, features);
    } else if (record instanceof Transaction transaction) {
      transaction(transaction, features);
    } else if (record instanceof Subscription subscription) {
      subscription(subscription, features);
    } else if (record instanceof Affiliate affiliate) {
      affiliate.money().forEach(this::sum);
    } else if (record instanceof Deal deal) {
      deal.value().ifPresent(value -> sum("deal_value", value));
    }
    long id = record.kartraId().isEmpty() ? 0 : hashes.of(record.kartraId());
    sum.keys.add(id, email, line);
  }

  private void contact(Contact contact, long line, List<String> features) {
    String read = contact.consent().consentClass().name();
    sum.consent.merge(read, 1L, Long::sum);
    features.add("consent " + read);
    mailing(contact);
    ConsentReview.question(contact)
        .ifPresent(
            code -> {
              sum.review.add(code, line);
              review.accept(new ReviewLine(line, contact.kartraId(), contact.email(), read, code));
            });
  }

  /** Kartra's mailing statuses: support.kartra.com, article 153000256388. */
  private void mailing(Contact contact) {
    String status = contact.field("status").toLowerCase(Locale.ROOT);
    if (isBlocked(contact.consent()) || status.contains("block") || status.contains("black")) {
      sum.mailing.merge("blocked", 1L, Long::sum);
    }
    if (status.contains("bounce")) {
      sum.mailing.merge("bounced", 1L, Long::sum);
    }
    if (status.equals("inactive") || status.contains("unsubscribed")) {
      sum.mailing.merge("inactive", 1L, Long::sum);
    }
  }

  private static boolean isBlocked(Consent consent) {
    for (String evidence : consent.evidence()) {
      if (evidence.startsWith("blacklisted") && !evidence.equals("blacklisted=0")) {
        return true;
      }
    }
    return false;
  }

  private void transaction(Transaction transaction, List<String> features) {
    String type = transaction.type().name().toLowerCase(Locale.ROOT);
    sum.types.merge(type, 1L, Long::sum);
    features.add("type " + type);
    product(transaction.product());
    sum.events.add(transaction, hashes);
    transaction
        .amount()
        .ifPresent(
            amount -> {
              long minor = Math.abs(amount.minorUnits()) * transaction.type().sign();
              sum.money.add(amount.currency(), type, MoneySum.of(minor));
              features.add("currency " + amount.currency());
            });
  }

  private void subscription(Subscription subscription, List<String> features) {
    String state = subscription.state().name();
    sum.subscriptions.merge(state, 1L, Long::sum);
    features.add("state " + state);
    product(subscription.product());
    subscription.nextAmount().ifPresent(amount -> sum("next_payment", amount));
  }

  private void product(String name) {
    if (!name.isBlank()) {
      sum.products.add(name.strip());
    }
  }

  private void sum(String type, Money amount) {
    sum.money.add(amount.currency(), type, MoneySum.of(amount.minorUnits()));
  }
}
