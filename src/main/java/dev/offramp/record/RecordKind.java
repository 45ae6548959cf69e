package dev.offramp.record;

/** What a row of an export describes. The order of the constants is the order of the phases. */
public enum RecordKind {
  CONTACT,
  COMPANY,
  DEAL,
  TRANSACTION,
  SUBSCRIPTION,
  AFFILIATE,
  APPOINTMENT
}
