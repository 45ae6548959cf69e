package dev.offramp.job;

import java.time.Instant;

/**
 * The right to do something alone for a while: to load into an account, or to parse a job.
 *
 * @param resource what it is for: {@code account#<account>} or {@code parse#<job>}
 * @param owner who holds it, a name that no other try has
 * @param fence grows with every lease of the resource; every write under the lease carries it
 * @param until when it runs out
 * @param previousUntil when the lease before it ran out or was given back; a successor looks up
 *     unknown outcomes only after this plus the time-out of a call
 */
public record Lease(
    String resource, String owner, long fence, Instant until, Instant previousUntil) {

  /** The lease that allows loading into an account. */
  public static String ofAccount(String account) {
    return "account#" + account;
  }

  /** The lease that allows parsing a job. */
  public static String ofParse(String jobId) {
    return "parse#" + jobId;
  }
}
