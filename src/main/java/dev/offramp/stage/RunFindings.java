package dev.offramp.stage;

import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.csv.Row;
import java.util.List;

/**
 * What is learnt of the upload while a run of its rows is read, in the order of the file: collected
 * for each run, kept beside it, and added up when the upload is read. Whatever else is to be known
 * of every row is collected here too.
 */
final class RunFindings {
  private static final String PROFILE = "profile";

  private final ExportProfile.Builder profile;

  /** Nothing learnt yet. */
  RunFindings(ExportLayout layout) {
    profile = new ExportProfile.Builder(layout);
  }

  /** Takes a row that could be read, with what came of it. */
  void add(Row row, Parsed<?> parsed) {
    profile.add(row);
    if (parsed instanceof Parsed.Accepted<?> accepted) {
      accepted.warnings().forEach(profile::add);
    }
  }

  /** Keeps what was learnt of a run; again with the same content if it is there. */
  void write(WorkFiles files, String jobId, int run) {
    files.writeLines(WorkFiles.chunkKey(jobId, PROFILE, run), List.of(profile.build()));
  }

  /** The profile of the whole upload. */
  static ExportProfile profile(WorkFiles files, String jobId, ExportLayout layout, int runs) {
    ExportProfile.Builder whole = new ExportProfile.Builder(layout);
    for (int run = 0; run < runs; run++) {
      files
          .readLines(WorkFiles.chunkKey(jobId, PROFILE, run), ExportProfile.class)
          .forEach(whole::add);
    }
    return whole.build();
  }
}
