package dev.offramp.stage;

import dev.offramp.audit.AuditBuilder;
import dev.offramp.audit.ReviewLine;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects {@link Findings} row by row; mutable, for one thread. Whatever is to be known of every
 * row of an upload is collected here.
 */
final class RowFindings {
  private final ExportProfile.Builder profile;
  private final AuditBuilder audit;
  private final List<ReviewLine> review = new ArrayList<>();

  /**
   * Nothing learnt yet.
   *
   * @param plan what the plan says, without what the file shows
   * @param sampleSize how many rows the sample will have
   */
  RowFindings(ExportLayout layout, KartraSettings plan, int sampleSize) {
    profile = new ExportProfile.Builder(layout);
    audit = new AuditBuilder(layout, plan, sampleSize, review::add);
  }

  /** Takes a row that could be read, with what came of it. */
  void add(Row row, Parsed<? extends SourceRecord> parsed) {
    profile.add(row);
    if (parsed instanceof Parsed.Accepted<?> accepted) {
      accepted.warnings().forEach(profile::add);
    }
    audit.add(row, parsed);
  }

  /** Takes a row that could not be read. */
  void add(RowProblem problem) {
    audit.add(problem);
  }

  /** What was learnt; nothing is to be added any more. */
  Findings build() {
    return new Findings(profile.build(), audit.part(), review);
  }
}
