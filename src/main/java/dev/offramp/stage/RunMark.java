package dev.offramp.stage;

/**
 * What the merge has to know of a run before it reads it.
 *
 * @param first the sort key of its first record
 * @param bytes its length
 */
record RunMark(long first, long bytes) {}
