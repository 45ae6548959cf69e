package dev.offramp.simulation;

import dev.offramp.job.Queue;
import java.time.Duration;

/**
 * How template.yaml wires a queue to its function.
 *
 * @param queue the queue
 * @param timeout after how long an invocation is stopped
 * @param visibility for how long a message that was received is not to be seen
 * @param batch how many messages one invocation takes
 * @param concurrency how many invocations there are at once
 */
record FunctionKind(
    Queue queue, Duration timeout, Duration visibility, int batch, int concurrency) {
  /** After how many receives a message is a dead letter. */
  static final int MOST_RECEIVES = 6;

  /** How long a queue keeps a message. */
  static final Duration RETENTION = Duration.ofDays(14);

  static FunctionKind of(Queue queue) {
    return switch (queue) {
      case UPLOADS -> kind(queue, 600, 1, 5);
      case ROWS -> kind(queue, 120, 5, 10);
      case LOADS -> kind(queue, 600, 1, 10);
      case CONTROL -> kind(queue, 120, 10, 2);
      case ROLLBACKS -> kind(queue, 600, 1, 5);
    };
  }

  private static FunctionKind kind(Queue queue, int timeout, int batch, int concurrency) {
    return new FunctionKind(
        queue, Duration.ofSeconds(timeout), Duration.ofSeconds(timeout * 6L), batch, concurrency);
  }
}
