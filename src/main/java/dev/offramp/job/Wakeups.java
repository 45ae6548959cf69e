package dev.offramp.job;

import java.util.ArrayList;
import java.util.List;

/** The bells that set a job going, by where it is. */
public final class Wakeups {
  private static final int PAGE = 200;

  private final JobStore jobs;

  /** Takes the jobs table. */
  public Wakeups(JobStore jobs) {
    this.jobs = jobs;
  }

  /** The bells of whoever has to work now; none for a job at rest. */
  public List<Bell> of(Job job) {
    return switch (job.state()) {
      case RECEIVED, PARSING -> List.of(Bell.parse(job.id()));
      case MAPPING -> {
        List<Bell> open = unmapped(job);
        yield open.isEmpty() ? List.of(Bell.control(job.id())) : open;
      }
      case LOADING -> List.of(Bell.load(job.account()));
      case REPORTING -> List.of(Bell.control(job.id()));
      case ROLLING_BACK -> List.of(Bell.rollback(job.id()));
      default -> List.of();
    };
  }

  /** The bells of the chunks that nobody has mapped. */
  public List<Bell> unmapped(Job job) {
    List<Bell> missing = new ArrayList<>();
    for (int from = 0; from < job.chunks(); from += PAGE) {
      for (Chunk chunk : jobs.chunks(job.id(), from, PAGE)) {
        if (chunk.state() == ChunkState.PARSED) {
          missing.add(Bell.map(job.id(), chunk.index()));
        }
      }
    }
    return missing;
  }
}
