package dev.offramp.kartra;

import dev.offramp.kartra.affiliate.AffiliateParser;
import dev.offramp.kartra.appointment.AppointmentParser;
import dev.offramp.kartra.company.CompanyParser;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.deal.DealParser;
import dev.offramp.kartra.subscription.SubscriptionParser;
import dev.offramp.kartra.transaction.TransactionParser;
import dev.offramp.record.SourceRecord;

/** Finds the parser of a kind of export. */
public final class RecordParsers {
  private RecordParsers() {}

  /**
   * The parser of an upload's rows.
   *
   * @param layout how the file is laid out
   * @param settings what cannot be seen from it
   */
  public static RowParser<? extends SourceRecord> of(ExportLayout layout, KartraSettings settings) {
    return switch (layout.kind()) {
      case CONTACTS -> new ContactParser(layout, settings);
      case TRANSACTIONS -> new TransactionParser(layout, settings);
      case SUBSCRIPTIONS -> new SubscriptionParser(layout, settings);
      case AFFILIATES -> new AffiliateParser(layout, settings);
      case APPOINTMENTS -> new AppointmentParser(layout, settings);
      case COMPANIES -> new CompanyParser(layout, settings);
      case DEALS -> new DealParser(layout, settings);
    };
  }
}
