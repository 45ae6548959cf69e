package dev.offramp.stage;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The records of all runs in one order. Memory is bounded by the windows, whatever the size of the
 * upload; an upload that is in order already is read run after run, through one window.
 */
final class RunMerge {
  private static final int LEAST_WINDOW = 64 * 1024;
  private static final int LARGEST_WINDOW = 4 * 1024 * 1024;
  private static final String MARKS = "runs.json";

  private final PriorityQueue<RunCursor> open = new PriorityQueue<>();
  private final List<Long> offsets;

  /**
   * Goes on where a merge ended.
   *
   * @param again whether the runs are those of a second reading
   * @param marks of all runs, in the order of the file
   * @param from by run, where to go on
   * @param windows the bytes of all windows together
   */
  RunMerge(
      ObjectStore objects,
      String jobId,
      boolean again,
      List<RunMark> marks,
      List<Long> from,
      int windows)
      throws IOException {
    offsets = new ArrayList<>(from);
    int each = windows / Math.max(1, marks.size());
    int window = Math.min(LARGEST_WINDOW, Math.max(Math.min(windows, LEAST_WINDOW), each));
    for (int run = 0; run < marks.size(); run++) {
      RunMark mark = marks.get(run);
      if (from.get(run) < mark.bytes()) {
        String object = RunScanner.key(jobId, again, run);
        open.add(new RunCursor(objects, object, run, mark, from.get(run), window));
      }
    }
  }

  /** Whether every run is at its end. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** The next record; there has to be one. */
  RunCursor.Taken next() throws IOException {
    RunCursor cursor = open.remove();
    RunCursor.Taken taken = cursor.take();
    offsets.set(cursor.index(), cursor.offset());
    if (!cursor.atEnd()) {
      open.add(cursor);
    }
    return taken;
  }

  /** By run, where another merge can go on. */
  List<Long> offsets() {
    return List.copyOf(offsets);
  }

  /** Keeps what the merge has to know of the runs. */
  static void keepMarks(WorkFiles files, String jobId, List<RunMark> marks) {
    files.writeDocument(WorkFiles.jobKey(jobId, MARKS), marks);
  }

  /** The marks of a job's runs. */
  static List<RunMark> marks(WorkFiles files, String jobId) {
    return files
        .readDocument(WorkFiles.jobKey(jobId, MARKS), RunMark[].class)
        .map(Arrays::asList)
        .orElseThrow(() -> new IllegalStateException("job " + jobId + " has no marks of its runs"));
  }
}
