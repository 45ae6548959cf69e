package dev.offramp.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The jobs table: jobs, chunks and leases. Every method is one conditional write or one consistent
 * read; every write can be repeated without harm; counters change only in the transaction that
 * changes a chunk's state (invariant 1).
 */
public interface JobStore {

  /** Puts the job if it is not there, and gives what is there now. */
  Job create(Job job);

  /** A job, or nothing. */
  Optional<Job> find(String jobId);

  /** The ids of the jobs that are not at rest for good: all but COMPLETED and ROLLED_BACK. */
  List<String> active();

  /** The jobs of a migration, oldest first; of all migrations if the name is empty. */
  List<Job> list(String migration);

  /** The jobs that load into an account and are LOADING, in the order in which they load. */
  List<Job> loading(String account);

  /** The jobs that were loaded into an account and are VERIFYING, in the order of their loading. */
  List<Job> verifying(String account);

  /**
   * Moves a job along {@link JobTransitions}, if its state is still what the caller saw.
   *
   * @param expected the state that the caller saw
   * @param reason replaces the job's reason; empty clears it
   * @return the job afterwards, or nothing if its state was another or the table has no such edge
   */
  Optional<Job> transition(
      String jobId, JobState expected, JobEvent event, String reason, Instant now);

  /** Notes destination, account and layout of a job that is being parsed, under the parse lease. */
  Job describe(
      Lease parse, String jobId, String destination, String account, String layout, Instant now);

  /** Notes that the job's definitions exist, under the account's lease. */
  void prepared(Lease account, String jobId, Instant now);

  /**
   * Notes why a job stands still, and until when; only the note changes. A job that a person has
   * paused keeps the person's word.
   */
  void note(String jobId, String reason, Instant notBefore, Instant now);

  /**
   * Adds a chunk that was parsed, counts its rows, and moves the checkpoint, in one transaction
   * under the parse lease. Repeating it for a chunk that is there changes nothing.
   *
   * @param chunk PARSED; its counters hold the rows parsed and those rejected while parsing
   * @param checkpoint where to go on
   * @throws StaleLeaseException if the lease is no longer ours
   */
  void addChunk(Lease parse, Chunk chunk, String checkpoint, Instant now);

  /**
   * Moves a parser's checkpoint where no chunk was added: nothing else of the job changes.
   *
   * @param checkpoint where to go on
   * @throws StaleLeaseException if the lease is no longer ours
   */
  void checkpoint(Lease parse, String jobId, String checkpoint, Instant now);

  /**
   * Ends the parsing: PARSING to MAPPING, with the digest of the whole upload.
   *
   * @throws StaleLeaseException if the lease is no longer ours
   */
  Job endParsing(Lease parse, String jobId, String sha256, Instant now);

  /** A chunk, or nothing. */
  Optional<Chunk> chunk(String jobId, int index);

  /** Chunks in order, from an index on, at most so many. */
  List<Chunk> chunks(String jobId, int from, int limit);

  /**
   * PARSED to MAPPED, with the rows that mapping rejected or excluded, in one transaction with the
   * job's counters. A chunk that is further already is left alone.
   *
   * @param delta rejected and excluded rows only
   * @return the job afterwards
   */
  Job chunkMapped(String jobId, int index, Counters delta, Instant now);

  /**
   * MAPPED to LOADING, or LOADING under an older fence to LOADING under this one.
   *
   * @return the chunk, or nothing if it is LOADED already or the job is not LOADING
   * @throws StaleLeaseException if the lease is no longer ours
   */
  Optional<Chunk> claimChunk(Lease account, String jobId, int index, Instant now);

  /**
   * LOADING to LOADED with the outcomes of its rows, in one transaction with the job's counters.
   * Repeating it for a chunk that is LOADED changes nothing.
   *
   * @param delta outcomes of the rows that were still pending
   * @return the job afterwards
   * @throws StaleLeaseException if the lease is no longer ours
   */
  Job chunkLoaded(Lease account, String jobId, int index, Counters delta, Instant now);

  /**
   * Takes a lease if nobody holds it.
   *
   * @return the lease, or nothing while another one holds it
   */
  Optional<Lease> acquire(String resource, String owner, Duration length, Instant now);

  /**
   * Makes a lease longer.
   *
   * @throws StaleLeaseException if it is no longer ours
   */
  Lease renew(Lease lease, Duration length, Instant now);

  /**
   * Gives a lease back, so that the next one need not wait; a lease that is not ours is left.
   *
   * @param from when the next one may have it: usually now
   */
  void release(Lease lease, Instant from);
}
