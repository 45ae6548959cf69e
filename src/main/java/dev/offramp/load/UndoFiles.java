package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of a rollback: how it was asked for, what each chunk came to, and the report. */
public final class UndoFiles {
  private static final String REQUEST = "undo.json";
  private static final String FOLDER = "undo";
  private static final String LEFT = "undo-left";
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
    files.writeLines(key(jobId, chunk), List.of(of(key(jobId, chunk)).plus(summary)));
  }

  /**
   * Adds what came of a second look at what a chunk had left.
   *
   * @param seen what was looked at
   * @param ended whether the rollback of the job had ended before
   */
  void again(
      String jobId, int chunk, Set<UndoSummary.About> seen, UndoSummary second, boolean ended) {
    UndoSummary both = of(key(jobId, chunk)).again(seen, second, ended);
    files.writeLines(key(jobId, chunk), List.of(both));
  }

  /** Notes that something of a chunk was not as we had written it: it is to be looked at again. */
  void lookAgain(String jobId, int chunk) {
    files.writeLines(WorkFiles.chunkKey(jobId, LEFT, chunk), List.of());
  }

  /** The chunks that are to be looked at again, the last first. */
  List<Integer> toLookAt(String jobId) {
    List<Integer> chunks = new ArrayList<>();
    for (String key : files.list(jobId, LEFT)) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      chunks.add(Integer.parseInt(name.substring(0, name.indexOf('.'))));
    }
    chunks.sort(Comparator.reverseOrder());
    return chunks;
  }

  private static String key(String jobId, int chunk) {
    return WorkFiles.chunkKey(jobId, FOLDER, chunk + 1);
  }

  private UndoSummary of(String key) {
    return files.readLines(key, UndoSummary.class).stream()
        .reduce(UndoSummary.EMPTY, UndoSummary::plus);
  }

  /** How many chunks are taken back. */
  int chunksDone(String jobId) {
    String preparation = key(jobId, LedgerEntry.PREPARATION);
    return (int) files.list(jobId, FOLDER).stream().filter(key -> !key.equals(preparation)).count();
  }

  /** Sums up and writes the report. */
  void report(Job job, List<String> cannotRestore) {
    UndoSummary sum = UndoSummary.EMPTY;
    for (String key : files.list(job.id(), FOLDER)) {
      sum = sum.plus(of(key));
    }
    files.writeDocument(reportKey(job), new Report(job.id(), sum, cannotRestore));
  }

  /** The report, once the rollback has ended. */
  public java.util.Optional<Report> report(Job job) {
    return files.readDocument(reportKey(job), Report.class);
  }
}
