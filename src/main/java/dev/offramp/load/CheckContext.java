package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Job;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.verify.Findings;
import dev.offramp.verify.RecordCheck;
import dev.offramp.verify.Tally;

/**
 * Everything that the steps of verifying one job need.
 *
 * @param run how much is read back
 * @param held the account's lease
 * @param found what was found so far
 * @param check compares records
 * @param expectations what records were meant to be
 * @param later what other rows have done to the records since, as of now
 */
record CheckContext(
    Job job,
    CheckFiles.Run run,
    Destination destination,
    PreparedDefinitions definitions,
    LeaseKeeper held,
    Lanes lanes,
    CheckFiles found,
    RecordCheck check,
    Expectations expectations,
    LaterWrites later) {

  /** Goes on with what an earlier try of a step has found. */
  Tally begun(CheckFiles.Kind kind, int step) {
    String key = found.keys(kind).get(step);
    return key == null ? new Tally() : new Tally().add(found.read(key));
  }

  /** Whether a step has come to its end. */
  boolean ended(CheckFiles.Kind kind, int step) {
    String key = found.keys(kind).get(step);
    return key != null && found.read(key).complete();
  }

  /** Keeps what a step has found, in the name of our lease. */
  void keep(CheckFiles.Kind kind, int step, Tally tally, boolean complete) {
    Findings findings = tally.findings(complete);
    found.write(kind, step, held.current().fence(), findings);
  }
}
