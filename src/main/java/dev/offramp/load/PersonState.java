package dev.offramp.load;

import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.load.LedgerEntry.Stage;

/**
 * Where a person of a chunk stands.
 *
 * @param remoteId the record, or empty where there is none
 * @param made whether this chunk made the record
 * @param changed whether this chunk changed the record's fields
 * @param refusal the destination's words where it refused, else empty
 * @param into the earlier row that brought the person, as {@code <job>/<row>}; empty if none did
 * @param skipped whether the plan says to leave the record as it is
 */
record PersonState(
    String remoteId, boolean made, boolean changed, String refusal, String into, boolean skipped) {

  /** A person whose record was there before this chunk. */
  static PersonState known(String remoteId, String into) {
    return new PersonState(remoteId, false, false, "", into, false);
  }

  /** A person whose record the plan says to leave as it is. */
  static PersonState leftAlone(String remoteId) {
    return new PersonState(remoteId, false, false, "", "", true);
  }

  /** What the ledger adds to what was known before the calls. */
  static PersonState afterwards(PersonState known, ChunkBook book, String trace) {
    LedgerLine again = book.outcome(Stage.RECORDS, RecordStage.again(trace));
    LedgerLine last = again == null ? book.outcome(Stage.RECORDS, trace) : again;
    if (last == null) {
      return known;
    }
    LedgerLine intent = book.intent(Stage.RECORDS, last.trace());
    String into = intent == null ? "" : intent.message();
    boolean create = last.kind().equals(RecordPlanner.CREATE);
    if (RecordStage.is(last, Verdict.APPLIED) || RecordStage.is(last, Verdict.ALREADY)) {
      return new PersonState(last.target(), create, !create, "", into, false);
    }
    if (RecordStage.is(last, Verdict.CONFLICT) && known != null) {
      return known; // It clashed with a record that holds all of it already.
    }
    String words = last.message().isEmpty() ? last.status() : last.message();
    return new PersonState("", false, false, words, into, false);
  }

  /** Whether there is a record to which lists and consent can be added. */
  boolean present() {
    return !remoteId.isEmpty() && !skipped;
  }
}
