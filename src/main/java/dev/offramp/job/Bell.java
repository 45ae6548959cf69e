package dev.offramp.job;

import java.time.Duration;

/**
 * A message that says where there is work, not what it is. May come twice, late, out of order or
 * never.
 *
 * @param queue whose doorbell
 * @param subject a job's id (UPLOADS, CONTROL, ROLLBACKS), {@code <job>/<chunk>} (ROWS) or an
 *     account (LOADS)
 * @param delay how long the queue keeps it back, at most 15 minutes
 */
public record Bell(Queue queue, String subject, Duration delay) {

  /** There is an upload to parse. */
  public static Bell parse(String jobId) {
    return new Bell(Queue.UPLOADS, jobId, Duration.ZERO);
  }

  /** There is a chunk to map. */
  public static Bell map(String jobId, int chunk) {
    return new Bell(Queue.ROWS, jobId + "/" + chunk, Duration.ZERO);
  }

  /** An account has work. */
  public static Bell load(String account) {
    return new Bell(Queue.LOADS, account, Duration.ZERO);
  }

  /** A job may be ready for its next step. */
  public static Bell control(String jobId) {
    return new Bell(Queue.CONTROL, jobId, Duration.ZERO);
  }

  /** A job is to be undone. */
  public static Bell rollback(String jobId) {
    return new Bell(Queue.ROLLBACKS, jobId, Duration.ZERO);
  }

  /** The same, later. */
  public Bell after(Duration wait) {
    return new Bell(queue, subject, wait);
  }
}
