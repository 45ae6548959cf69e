package dev.offramp.simulation;

import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Invariant 1: counters balance, with each other and with the outcomes that were written. */
final class CountersWatch implements Watch {
  private final World world;

  CountersWatch(World world) {
    this.world = world;
  }

  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.port() != Port.JOBS) {
      return;
    }
    switch (call.method()) {
      case "addChunk", "chunkMapped", "endParsing", "transition" ->
          world.jobs.list("").forEach(this::balance);
      case "chunkLoaded" -> {
        world.jobs.list("").forEach(this::balance);
        loaded((String) args[1], (int) args[2]);
      }
      default -> {}
    }
  }

  private void balance(Job job) {
    Counters sum = Counters.ZERO;
    int mapped = 0;
    int loaded = 0;
    for (Chunk chunk : world.jobs.chunks(job.id(), 0, job.chunks())) {
      sum = sum.plus(chunk.counters());
      mapped += chunk.state() == ChunkState.PARSED ? 0 : 1;
      loaded += chunk.state() == ChunkState.LOADED ? 1 : 0;
      if (chunk.state() == ChunkState.LOADED && chunk.counters().pending() != 0) {
        throw new Violation(1, "a loaded chunk has rows without an outcome");
      }
    }
    if (!sum.equals(job.counters()) || job.counters().pending() < 0) {
      throw new Violation(1, job.id() + " counts " + job.counters() + ", its chunks " + sum);
    }
    if (mapped != job.chunksMapped() || loaded != job.chunksLoaded()) {
      throw new Violation(1, "the chunks of " + job.id() + " are not those that it counts");
    }
  }

  /** The outcomes of a chunk are what the chunk counts. */
  private void loaded(String jobId, int index) {
    Chunk chunk = world.jobs.chunk(jobId, index).orElseThrow();
    Counters written = Counters.ofParsed(chunk.counters().parsed());
    for (String folder : List.of("rejects/parse", "rejects/map", "outcomes")) {
      for (RowOutcome row : lines(WorkFiles.chunkKey(jobId, folder, index))) {
        written = written.plus(row.outcome(), 1);
      }
    }
    if (!written.equals(chunk.counters())) {
      throw new Violation(1, "a chunk counts " + chunk.counters() + ", written is " + written);
    }
  }

  /** Every row of a job has ended, once, where its counters say. */
  void ended(Job job) {
    Counters sum = Counters.ofParsed(job.counters().parsed());
    Set<Long> rows = new HashSet<>();
    for (RowOutcome row : outcomes(job)) {
      sum = sum.plus(row.outcome(), 1);
      if (!rows.add(row.row())) {
        throw new Violation(1, "row " + row.row() + " has two outcomes");
      }
    }
    if (!sum.equals(job.counters()) || sum.pending() != 0) {
      throw new Violation(1, job.id() + " counts " + job.counters() + ", its rows " + sum);
    }
    for (RowOutcome row : outcomes(job)) {
      boolean ours = world.crm.made().contains(row.remoteId());
      if (row.outcome() == Outcome.CREATED && !ours) {
        throw new Violation(3, "row " + row.row() + " is said to be created and was not");
      }
    }
  }

  /** The outcomes of a job's rows. */
  List<RowOutcome> outcomes(Job job) {
    List<RowOutcome> all = new ArrayList<>();
    for (String folder : List.of("rejects/parse", "rejects/map", "outcomes")) {
      world.files.list(job.id(), folder).forEach(key -> all.addAll(lines(key)));
    }
    return all;
  }

  private List<RowOutcome> lines(String key) {
    return world.files.readLines(key, RowOutcome.class);
  }
}
