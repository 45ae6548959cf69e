package dev.offramp.kartra;

import dev.offramp.record.RecordKind;

/** The kinds of CSV that Kartra exports. */
public enum ExportKind {
  /** Leads, as they were called; also Kartra's generic reports of people. */
  CONTACTS(RecordKind.CONTACT),
  TRANSACTIONS(RecordKind.TRANSACTION),
  SUBSCRIPTIONS(RecordKind.SUBSCRIPTION),
  /** Commissions that are due to others, or one's own earnings. */
  AFFILIATES(RecordKind.AFFILIATE),
  /** Bookings of a calendar. */
  APPOINTMENTS(RecordKind.APPOINTMENT),
  /** Not known to be exported; read where such a file turns up. */
  COMPANIES(RecordKind.COMPANY),
  /** Not known to be exported; read where such a file turns up. */
  DEALS(RecordKind.DEAL);

  private final RecordKind record;

  ExportKind(RecordKind record) {
    this.record = record;
  }

  /** What a row of it describes. */
  public RecordKind record() {
    return record;
  }
}
