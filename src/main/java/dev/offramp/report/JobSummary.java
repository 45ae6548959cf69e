package dev.offramp.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.offramp.enrich.EnrichedPages;
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
 * @param conduct in which order and with which share of the limits it was loaded
 * @param enrichment about how many contacts Kartra's API was asked, or null if it was not
 * @param verification what reading back came to
 * @param startedAt when the upload was seen
 * @param endedAt when the last row had its outcome
 * @param rollbackUntil until when it can be taken back
 * @param replayOf the job whose rejects this one replayed, or null
 * @param sampleOf the job whose sample this one loaded, or null
 * @param replayed what came of rejects that were replayed, or null if none were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSummary(
    String jobId,
    String migration,
    String key,
    String sha256,
    long bytes,
    String destination,
    String mappingVersion,
    Counters rows,
    Conduct conduct,
    EnrichedPages.Tally enrichment,
    Verification verification,
    Instant startedAt,
    Instant endedAt,
    Instant rollbackUntil,
    String replayOf,
    String sampleOf,
    Replayed replayed) {

  /**
   * What reading back came to.
   *
   * @param result in one word, see {@link Reconciliation.Result}
   * @param sentence the same for a person
   * @param page the file beside this one that has all of it
   */
  public record Verification(String result, String sentence, String page) {}

  /** The same with what came of its rejects. */
  JobSummary with(Replayed again) {
    return new JobSummary(
        jobId,
        migration,
        key,
        sha256,
        bytes,
        destination,
        mappingVersion,
        rows,
        conduct,
        enrichment,
        verification,
        startedAt,
        endedAt,
        rollbackUntil,
        replayOf,
        sampleOf,
        again);
  }
}
