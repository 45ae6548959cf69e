package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.kartra.ExportLayout;
import java.time.Duration;

/**
 * What one try at parsing a job has in hand.
 *
 * @param ports everything outside
 * @param sizes how much is taken at a time
 * @param job as it was when the try began
 * @param layout what the upload is
 * @param lease the right to parse it
 * @param deadline when the try has to end
 */
record ParseContext(
    StagePorts ports,
    ParseSizes sizes,
    Job job,
    ExportLayout layout,
    LeaseKeeper lease,
    Deadline deadline) {
  /** A run of long rows on a third of a processor, which is what 512 MB come with. */
  private static final Duration ENOUGH_FOR_ONE_MORE = Duration.ofSeconds(45);

  /** Whether there is time for one more run or chunk. */
  boolean hasTime() {
    return hasTimeBeside(Duration.ZERO);
  }

  /** Whether there is, beside something else that takes time. */
  boolean hasTimeBeside(Duration other) {
    return deadline.allows(ENOUGH_FOR_ONE_MORE.plus(other), ports.clock());
  }

  /** Where an earlier try ended. */
  Checkpoint checkpoint() {
    if (job.checkpoint().isEmpty()) {
      return Checkpoint.start(layout.dialect());
    }
    try {
      return ports.json().readValue(job.checkpoint(), Checkpoint.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the checkpoint of " + job.id() + " is damaged", e);
    }
  }

  /** A checkpoint as the table keeps it. */
  String text(Checkpoint checkpoint) {
    try {
      return ports.json().writeValueAsString(checkpoint);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a checkpoint is always JSON", e);
    }
  }
}
