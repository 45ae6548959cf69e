package dev.offramp.stage;

import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.WorkFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The second pass: merges the runs into chunks, oldest row first. What a chunk holds is in the work
 * area before the chunk is in the table, and the checkpoint moves in the transaction that adds the
 * chunk: a parser that is killed anywhere is continued by one that makes the same chunks.
 */
final class ChunkWriter {
  private final ParseContext context;

  ChunkWriter(ParseContext context) {
    this.context = context;
  }

  /** The rows of a chunk while it is gathered. */
  private static final class Gathered {
    private final List<byte[]> rows = new ArrayList<>();
    private final List<byte[]> rejects = new ArrayList<>();
    private long first = -1;
    private long bytes;

    int size() {
      return rows.size() + rejects.size();
    }

    void add(RunCursor.Taken taken) {
      first = size() == 0 ? taken.ordinal() : first;
      (taken.rejected() ? rejects : rows).add(taken.json());
      bytes += taken.json().length;
    }
  }

  /** Merges on from a checkpoint while there is time; whether everything is in chunks. */
  boolean write(Checkpoint from) throws IOException {
    Job job = context.job();
    int index = job.chunks();
    Checkpoint at = from;
    List<RunMark> marks = RunMerge.marks(context.ports().files(), job.id());
    RunMerge merge =
        new RunMerge(
            context.ports().objects(),
            job.id(),
            at.again(),
            marks,
            at.offsets(),
            context.sizes().windows());
    while (!merge.isEmpty()) {
      if (!context.hasTime()) {
        return false;
      }
      Gathered chunk = gather(merge);
      at = at.merged(merge.offsets());
      add(index++, chunk, at);
    }
    return true;
  }

  private Gathered gather(RunMerge merge) throws IOException {
    Gathered chunk = new Gathered();
    while (!merge.isEmpty()
        && chunk.size() < context.sizes().chunkRows()
        && chunk.bytes < context.sizes().chunkBytes()) {
      chunk.add(merge.next());
    }
    return chunk;
  }

  private void add(int index, Gathered chunk, Checkpoint next) {
    WorkFiles files = context.ports().files();
    String jobId = context.job().id();
    files.writeEncoded(WorkFiles.chunkKey(jobId, "rows", index), chunk.rows);
    if (!chunk.rejects.isEmpty()) {
      files.writeEncoded(WorkFiles.chunkKey(jobId, "rejects/parse", index), chunk.rejects);
    }
    Counters counters =
        Counters.ofParsed(chunk.size()).plus(Outcome.REJECTED, chunk.rejects.size());
    context
        .ports()
        .jobs()
        .addChunk(
            context.lease().current(),
            new Chunk(jobId, index, ChunkState.PARSED, chunk.first, chunk.size(), 0, counters),
            context.text(next),
            context.ports().clock().instant());
  }
}
