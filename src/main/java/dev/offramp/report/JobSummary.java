package dev.offramp.report;

import dev.offramp.job.Counters;
import java.time.Instant;

/**
 * The result of a job, as {@code summary.json} holds it. Traceable to the file's hash and the
 * mapping's version (invariant 9).
 *
 * @param jobId the job
 * @param migration the customer's move
 * @param key where the upload lies
 * @param sha256 the digest of the upload
 * @param bytes its size
 * @param destination the CRM
 * @param mappingVersion the version of the rules that made the operations
 * @param rows where the rows ended; they balance (invariant 1)
 * @param startedAt when the upload was seen
 * @param endedAt when the last row had its outcome
 */
public record JobSummary(
    String jobId,
    String migration,
    String key,
    String sha256,
    long bytes,
    String destination,
    String mappingVersion,
    Counters rows,
    Instant startedAt,
    Instant endedAt) {}
