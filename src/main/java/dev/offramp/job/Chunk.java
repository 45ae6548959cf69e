package dev.offramp.job;

/**
 * Rows that travel together: the unit of claim, retry and checkpoint.
 *
 * @param jobId the job
 * @param index from 0
 * @param state where it is
 * @param firstRow the ordinal of its first row: of the oldest, not of the first in the file
 * @param rows how many rows of the upload it stands for, broken ones among them
 * @param fence the number of the lease under which it was last claimed; 0 before
 * @param counters the outcomes of its rows so far
 */
public record Chunk(
    String jobId,
    int index,
    ChunkState state,
    long firstRow,
    int rows,
    long fence,
    Counters counters) {}
