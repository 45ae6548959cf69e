package dev.offramp.report;

import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.Replay;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What came of a job's rejects that were corrected and uploaded again. The job's own counters stay
 * as they are (invariant 1): the rows that came back are counted by the job that read them.
 *
 * @param rows how many of the rejects were taken by a replay
 * @param jobs the jobs that replayed any
 */
public record Replayed(long rows, List<String> jobs) {
  /** Copies the jobs. */
  public Replayed {
    jobs = List.copyOf(jobs);
  }

  /** What one replay brought: the rows of the original that were taken. */
  private record Part(String job, List<Long> rows) {}

  private record Kept(long o, long l, List<String> v) {}

  /** Notes what a replay brought, beside the report of the original; then the sum for it. */
  static Optional<Replayed> note(WorkFiles files, Job job) {
    Optional<Replay> replay = Replay.ofRejects(files, job.id());
    replay.ifPresent(
        from ->
            files.writeDocument(
                folder(job.migration(), from.original()) + job.id() + ".json",
                new Part(job.id(), taken(files, job, from.place()))));
    return replay.map(from -> sum(files, job.migration(), from.original()));
  }

  private static String folder(String migration, String original) {
    return "reports/%s/%s/replays/".formatted(migration, original);
  }

  /** Everything that replays of a job brought; a row that came twice counts once. */
  private static Replayed sum(WorkFiles files, String migration, String original) {
    TreeSet<Long> rows = new TreeSet<>();
    List<String> jobs = new ArrayList<>();
    for (String key : files.listKeys(folder(migration, original))) {
      files
          .readDocument(key, Part.class)
          .ifPresent(
              part -> {
                rows.addAll(part.rows());
                jobs.add(part.job());
              });
    }
    return new Replayed(rows.size(), jobs);
  }

  private static List<Long> taken(WorkFiles files, Job job, int place) {
    List<Long> taken = new ArrayList<>();
    for (String key : files.list(job.id(), "outcomes")) {
      String rows = "work/%s/rows/%s".formatted(job.id(), key.substring(key.lastIndexOf('/') + 1));
      Map<Long, String> numbers = new HashMap<>();
      files
          .readLines(rows, Kept.class)
          .forEach(row -> numbers.put(row.o(), row.v().get(place).strip()));
      for (RowOutcome row : files.readLines(key, RowOutcome.class)) {
        if (row.outcome() != Outcome.REJECTED && row.outcome() != Outcome.EXCLUDED) {
          taken.add(Long.parseLong(numbers.get(row.row())));
        }
      }
    }
    return taken;
  }
}
