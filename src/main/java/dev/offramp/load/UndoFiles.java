package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of a rollback: how it was asked for, what each chunk came to, and the report. */
public final class UndoFiles {
  private static final String REQUEST = "undo.json";
  private static final String FOLDER = "undo";
  private final WorkFiles files;

  /** Takes the work area. */
  public UndoFiles(WorkFiles files) {
    this.files = files;
  }

  /**
   * The report of a rollback.
   *
   * @param jobId the job
   * @param summary what was done and what was left
   * @param cannotRestore what the destination cannot give back, a sentence each
   */
  public record Report(String jobId, UndoSummary summary, List<String> cannotRestore) {
    /** Copies the sentences. */
    public Report {
      cannotRestore = List.copyOf(cannotRestore);
    }
  }

  /** How it was asked for; {@code force} alone is how it was asked for once: all or nothing. */
  private record Request(boolean force, Set<Forced> kinds) {
    Set<Forced> forced() {
      return kinds == null ? (force ? EnumSet.allOf(Forced.class) : Set.of()) : kinds;
    }
  }

  /** Where the report of a rollback lies. */
  public static String reportKey(Job job) {
    return "reports/%s/%s/rollback.json".formatted(job.migration(), job.id());
  }

  /**
   * Notes how the rollback of a job is to be done; before the job is moved.
   *
   * @param force what is also taken back where a person has changed it since
   */
  public void request(String jobId, Set<Forced> force) {
    files.writeDocument(
        WorkFiles.jobKey(jobId, REQUEST), new Request(!force.isEmpty(), new TreeSet<>(force)));
  }

  Set<Forced> force(String jobId) {
    return files
        .readDocument(WorkFiles.jobKey(jobId, REQUEST), Request.class)
        .map(Request::forced)
        .orElse(Set.of());
  }

  /** Adds what a chunk came to; a chunk that is gone over again adds to what it had. */
  void add(String jobId, int chunk, UndoSummary summary) {
    String key = WorkFiles.chunkKey(jobId, FOLDER, chunk + 1);
    UndoSummary before =
        files.readLines(key, UndoSummary.class).stream()
            .reduce(UndoSummary.EMPTY, UndoSummary::plus);
    files.writeLines(key, List.of(before.plus(summary)));
  }

  /** Sums up and writes the report. */
  void report(Job job, List<String> cannotRestore) {
    UndoSummary sum = UndoSummary.EMPTY;
    for (String key : files.list(job.id(), FOLDER)) {
      for (UndoSummary part : files.readLines(key, UndoSummary.class)) {
        sum = sum.plus(part);
      }
    }
    files.writeDocument(reportKey(job), new Report(job.id(), sum, cannotRestore));
  }

  /** The report, once the rollback has ended. */
  public java.util.Optional<Report> report(Job job) {
    return files.readDocument(reportKey(job), Report.class);
  }
}
