package dev.offramp.load;

import dev.offramp.job.Job;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One step of a rollback.
 *
 * @param job which job's
 * @param chunk what is taken back; {@link LedgerEntry#PREPARATION} when all chunks are, and the
 *     job's definitions are left
 * @param fence the lease under which it was intended, where jobs took turns within a chunk; else
 *     all of the chunk
 * @param again where what was left is looked at once more
 */
record UndoStep(Job job, int chunk, OptionalLong fence, Optional<Again> again) {
  /**
   * A second look at what was left.
   *
   * @param writer whose chunk it is: the job's own, or one's that is taken back already
   * @param policy what goes by force
   */
  record Again(Job writer, UndoPolicy policy) {}

  /** The whole of a chunk. */
  static UndoStep of(Job job, int chunk) {
    return new UndoStep(job, chunk, OptionalLong.empty(), Optional.empty());
  }

  /** What was intended of a chunk under one lease. */
  static UndoStep under(Job job, int chunk, long fence) {
    return new UndoStep(job, chunk, OptionalLong.of(fence), Optional.empty());
  }

  /** What the rollback of a chunk had to leave, while a job is taken back. */
  static UndoStep again(Job job, int chunk, Again again) {
    return new UndoStep(job, chunk, OptionalLong.empty(), Optional.of(again));
  }

  /** The job that wrote what is taken back. */
  Job writer() {
    return again.map(Again::writer).orElse(job);
  }

  /** What is left when all chunks of a job are taken back. */
  static UndoStep end(Job job) {
    return of(job, LedgerEntry.PREPARATION);
  }

  /** Whether only the job's end is left. */
  boolean isEnd() {
    return chunk == LedgerEntry.PREPARATION;
  }

  /** Whether what was intended under a lease is meant. */
  boolean means(long under) {
    return fence.isEmpty() || fence.getAsLong() == under;
  }
}
