package dev.offramp.stage;

import dev.offramp.audit.AuditBuilder;
import dev.offramp.audit.AuditPart;
import dev.offramp.audit.AuditSum;
import dev.offramp.audit.ReviewLine;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What is learnt of the upload while a run of its rows is read, in the order of the file: added up
 * from the parts of the run, kept beside it, and added up again when the upload is read.
 */
final class RunFindings {
  private final ExportProfile.Builder profile;
  private final AuditSum audit;
  private final List<ReviewLine> review = new ArrayList<>();

  /**
   * Nothing learnt yet.
   *
   * @param plan what the plan says, without what the file shows
   * @param sampleSize how many rows the sample will have
   */
  RunFindings(ExportLayout layout, KartraSettings plan, int sampleSize) {
    profile = new ExportProfile.Builder(layout);
    audit = AuditBuilder.sum(layout, plan, sampleSize);
  }

  /** Adds what was learnt of the part that comes next. */
  void add(Findings part) {
    profile.add(part.profile());
    audit.add(part.audit());
    review.addAll(part.review());
  }

  /** Keeps what was learnt of a run; again with the same content if it is there. */
  void write(WorkFiles files, String jobId, boolean again, int run) {
    files.writeLines(key(jobId, "profile", again, run), List.of(profile.build()));
    files.writeLines(key(jobId, "audit", again, run), List.of(audit.part()));
    files.writeLines(key(jobId, "review", again, run), review);
  }

  /** The profile of the whole upload. */
  static ExportProfile profile(
      WorkFiles files, String jobId, ExportLayout layout, boolean again, int runs) {
    ExportProfile.Builder whole = new ExportProfile.Builder(layout);
    for (int run = 0; run < runs; run++) {
      files.readLines(key(jobId, "profile", again, run), ExportProfile.class).forEach(whole::add);
    }
    return whole.build();
  }

  /** What a run adds to the audit. */
  static AuditPart part(WorkFiles files, String jobId, boolean again, int run) {
    List<AuditPart> parts = files.readLines(key(jobId, "audit", again, run), AuditPart.class);
    if (parts.size() != 1) {
      throw new IllegalStateException("run %d of %s was not audited".formatted(run, jobId));
    }
    return parts.get(0);
  }

  /** About whom of a run a person has to decide, in the order of the file. */
  static List<ReviewLine> review(WorkFiles files, String jobId, boolean again, int run) {
    return files.readLines(key(jobId, "review", again, run), ReviewLine.class);
  }

  private static String key(String jobId, String folder, boolean again, int run) {
    return WorkFiles.chunkKey(jobId, again ? folder + "-again" : folder, run);
  }
}
