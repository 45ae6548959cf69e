package dev.offramp.load;

import dev.offramp.job.WorkFiles;
import dev.offramp.verify.Extent;
import dev.offramp.verify.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a verification has found so far, a file for each step and each lease under which somebody
 * worked at it. Of several files of a step the one of the newest lease counts: whoever was thought
 * dead and writes late changes nothing.
 */
public final class CheckFiles {
  private static final String FOLDER = "verify/";
  private static final String RUN = "verify.json";

  private final WorkFiles files;
  private final String jobId;

  /** Takes the work area and the job. */
  public CheckFiles(WorkFiles files, String jobId) {
    this.files = files;
    this.jobId = jobId;
  }

  private String folder(Kind kind) {
    return "%s%d/%s"
        .formatted(
            FOLDER,
            run().map(Run::number).orElse(1),
            kind.name().toLowerCase(java.util.Locale.ROOT));
  }

  /** What is looked at in a step. */
  public enum Kind {
    /** The records of some chunks. */
    RECORDS,
    /** The members of a list. */
    LISTS,
    /** The permissions that were recorded. */
    PERMISSIONS
  }

  /**
   * How a verification goes.
   *
   * @param extent how much is read back: {@link Extent#ALL}, {@link Extent#SAMPLE} or {@link
   *     Extent#NONE}
   * @param oneOf of how many records one is looked at
   * @param chunks how many chunks were loaded when it began
   * @param number from 1; a job that is loaded once more is read back once more
   * @param began when
   * @param ended when, or null as long as it has not
   * @param lists the name of each list that was joined, by the destination's id
   * @param notDone why it was given up, with a code; else empty
   */
  public record Run(
      Extent extent,
      int oneOf,
      int chunks,
      int number,
      Instant began,
      Instant ended,
      Map<String, String> lists,
      String notDone) {}

  /** How it goes; nothing before it has begun. */
  public Optional<Run> run() {
    return files.readDocument(WorkFiles.jobKey(jobId, RUN), Run.class);
  }

  void run(Run run) {
    files.writeDocument(WorkFiles.jobKey(jobId, RUN), run);
  }

  /** What was found in every step of a kind, by the step's number. */
  public SortedMap<Integer, String> keys(Kind kind) {
    TreeMap<Integer, String> newest = new TreeMap<>();
    for (String key : files.list(jobId, folder(kind))) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      newest.put(Integer.parseInt(name.substring(0, name.indexOf('-'))), key);
    }
    return newest;
  }

  /** What a file holds. */
  public Findings read(String key) {
    return files.readLines(key, Findings.class).get(0);
  }

  void write(Kind kind, int step, long fence, Findings findings) {
    String key = "work/%s/%s/%06d-%012d.json.gz".formatted(jobId, folder(kind), step, fence);
    files.writeLines(key, List.of(findings));
  }
}
