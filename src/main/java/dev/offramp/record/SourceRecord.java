package dev.offramp.record;

import java.time.Instant;
import java.util.Optional;

/** What one row of an export describes, in canonical form, whatever the kind of the export. */
public sealed interface SourceRecord
    permits Contact, Company, Deal, Transaction, Subscription, Affiliate, Appointment {

  /** What it is. */
  RecordKind kind();

  /** The moment by which records of its kind stand in order, oldest first; none: after the rest. */
  Optional<Instant> occurredAt();

  /** Kartra's own id of the thing that the row describes, or empty. */
  String kartraId();
}
