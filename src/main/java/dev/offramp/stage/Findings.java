package dev.offramp.stage;

import dev.offramp.audit.AuditPart;
import dev.offramp.audit.ReviewLine;
import dev.offramp.kartra.ExportProfile;
import java.util.List;

/**
 * What a number of rows that follow each other say of their upload.
 *
 * @param profile of their cells
 * @param audit what they add to the audit
 * @param review about whom of them a person has to decide, in the order of the file
 */
record Findings(ExportProfile profile, AuditPart audit, List<ReviewLine> review) {
  /** Copies the list. */
  Findings {
    review = List.copyOf(review);
  }
}
