package dev.offramp.job;

import java.time.Duration;
import java.time.Instant;

/**
 * The processing of one upload.
 *
 * @param id follows from the upload, see {@link Upload#jobId()}
 * @param upload what is processed
 * @param state where it is
 * @param destination the CRM's key, such as {@code hubspot}; empty until the plan is read
 * @param account the account that is loaded into: its lease and its budget bear this name; empty
 *     until the plan is read
 * @param chunks how many chunks there are so far
 * @param chunksMapped how many of them are mapped
 * @param chunksLoaded how many of them are loaded; they are loaded in order, so this is also the
 *     index of the next one
 * @param counters invariant 1
 * @param checkpoint where a parser goes on, as JSON; empty before the first chunk
 * @param layout what the upload is, as JSON; empty before it is known
 * @param prepared whether the definitions that the job needs exist at the destination
 * @param sha256 the digest of the whole upload in lower-case hex; empty until it is read
 * @param reason why it stands still or failed, with its code; empty where there is nothing to say
 * @param notBefore before this moment nobody need ring for it (a budget is closed); else {@link
 *     Instant#EPOCH}
 * @param createdAt when the upload was first seen
 * @param updatedAt when anything of this last changed
 * @param keptUntil until when its work files and its ledger are kept: from then on it can be
 *     neither loaded nor taken back, whatever of them is still there
 */
public record Job(
    String id,
    Upload upload,
    JobState state,
    String destination,
    String account,
    int chunks,
    int chunksMapped,
    int chunksLoaded,
    Counters counters,
    String checkpoint,
    String layout,
    boolean prepared,
    String sha256,
    String reason,
    Instant notBefore,
    Instant createdAt,
    Instant updatedAt,
    Instant keptUntil) {

  /** How long work files and ledger are kept where nobody says otherwise. */
  public static final Duration USUALLY_KEPT = Duration.ofDays(90);

  /** A job as it is when its upload is first seen, kept as long as usual. */
  public static Job received(Upload upload, Instant now) {
    return received(upload, now, USUALLY_KEPT);
  }

  /**
   * A job as it is when its upload is first seen.
   *
   * @param kept how long work files and ledger are kept; counted from now, though the ledger is
   *     written later: so that all of it is there as long as any of it is needed
   */
  public static Job received(Upload upload, Instant now, Duration kept) {
    return new Job(
        upload.jobId(),
        upload,
        JobState.RECEIVED,
        "",
        "",
        0,
        0,
        0,
        Counters.ZERO,
        "",
        "",
        false,
        "",
        "",
        Instant.EPOCH,
        now,
        now,
        now.plus(kept));
  }

  /** The customer's move that the job belongs to. */
  public String migration() {
    return upload.migration();
  }

  /** Whether its work files and its ledger count as gone. */
  public boolean expired(Instant now) {
    return !now.isBefore(keptUntil);
  }

  /** Whether every chunk is loaded; meaningful once parsing is over. */
  public boolean allLoaded() {
    return chunksLoaded == chunks;
  }
}
