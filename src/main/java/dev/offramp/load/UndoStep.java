package dev.offramp.load;

import dev.offramp.job.Job;
import java.util.OptionalLong;

/**
 * One step of a rollback.
 *
 * @param job which job's
 * @param chunk what is taken back; {@link LedgerEntry#PREPARATION} when all chunks are, and the
 *     job's definitions are left
 * @param fence the lease under which it was intended, where jobs took turns within a chunk; else
 *     all of the chunk
 */
record UndoStep(Job job, int chunk, OptionalLong fence) {
  /** The whole of a chunk. */
  static UndoStep of(Job job, int chunk) {
    return new UndoStep(job, chunk, OptionalLong.empty());
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
