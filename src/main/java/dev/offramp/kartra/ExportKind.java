package dev.offramp.kartra;

import dev.offramp.record.RecordKind;

/** The kinds of CSV that Kartra exports. */
public enum ExportKind {
  CONTACTS(RecordKind.CONTACT),
  TRANSACTIONS(RecordKind.TRANSACTION),
  SUBSCRIPTIONS(RecordKind.SUBSCRIPTION),
  AFFILIATES(RecordKind.AFFILIATE),
  APPOINTMENTS(RecordKind.APPOINTMENT);

  private final RecordKind record;

  ExportKind(RecordKind record) {
    this.record = record;
  }

  /** What a row of it describes. */
  public RecordKind record() {
    return record;
  }
}
