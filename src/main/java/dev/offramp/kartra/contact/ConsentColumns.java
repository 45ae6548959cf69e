package dev.offramp.kartra.contact;

import dev.offramp.kartra.row.FieldNames;
import dev.offramp.kartra.row.Fields;

/** The columns of a header that say something of consent. */
final class ConsentColumns {
  private final int gdpr;
  private final int communications;
  private final int blacklisted;
  private final int status;

  ConsentColumns(FieldNames names) {
    gdpr = names.slot(ConsentReader.GDPR);
    communications = names.slot(ConsentReader.COMMUNICATIONS);
    blacklisted = names.slot("blacklisted");
    status = names.slot("status");
  }

  /** What a row says in them. */
  ConsentReader.Said of(Fields fields) {
    return new ConsentReader.Said(
        fields.text(gdpr).strip(),
        fields.text(communications).strip(),
        fields.text(blacklisted).strip(),
        fields.text(status).strip());
  }
}
