package dev.offramp.kartra;

/**
 * That the rows of a file are those of an earlier upload, as its header says.
 *
 * @param job the job of that upload
 * @param sample whether they are the sample of an upload that waits for approval; else its rejects
 */
public record RowsOf(String job, boolean sample) {}
