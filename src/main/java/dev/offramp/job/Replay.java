package dev.offramp.job;

import java.util.List;
import java.util.Optional;

/**
 * That an upload holds corrected rejects of another job.
 *
 * @param original the job whose rows they are
 * @param fileName that job's upload
 * @param kind what kind of export that is
 * @param columns the names of its columns
 * @param place where in this upload's rows the number of the original row stands, from 0
 */
public record Replay(
    String original, String fileName, String kind, List<String> columns, int place) {
  private static final String FILE = "replay.json";

  /** Copies the names. */
  public Replay {
    columns = List.copyOf(columns);
  }

  /** What is kept about a job; nothing where it is an upload of its own. */
  public static Optional<Replay> of(WorkFiles files, String jobId) {
    return files.readDocument(WorkFiles.jobKey(jobId, FILE), Replay.class);
  }

  /** Keeps it about a job. */
  public void keep(WorkFiles files, String jobId) {
    files.writeDocument(WorkFiles.jobKey(jobId, FILE), this);
  }
}
