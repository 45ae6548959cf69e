package dev.offramp.job;

import java.util.List;
import java.util.Optional;

/**
 * That an upload holds rows of another job's: its corrected rejects, or its sample.
 *
 * @param original the job whose rows they are
 * @param fileName that job's upload
 * @param kind what kind of export that is
 * @param columns the names of its columns
 * @param place where in this upload's rows the number of the original row stands, from 0
 * @param sample whether it is the sample of an upload that waits for approval
 */
public record Replay(
    String original,
    String fileName,
    String kind,
    List<String> columns,
    int place,
    boolean sample) {
  private static final String FILE = "replay.json";

  /** Copies the names. */
  public Replay {
    columns = List.copyOf(columns);
  }

  /** What is kept about a job; nothing where it is an upload of its own. */
  public static Optional<Replay> of(WorkFiles files, String jobId) {
    return files.readDocument(WorkFiles.jobKey(jobId, FILE), Replay.class);
  }

  /** The same, where it is corrected rejects that came back. */
  public static Optional<Replay> ofRejects(WorkFiles files, String jobId) {
    return of(files, jobId).filter(replay -> !replay.sample());
  }

  /** Keeps it about a job. */
  public void keep(WorkFiles files, String jobId) {
    files.writeDocument(WorkFiles.jobKey(jobId, FILE), this);
  }
}
