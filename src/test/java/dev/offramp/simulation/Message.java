package dev.offramp.simulation;

import dev.offramp.job.Queue;
import java.time.Instant;

/** A message in a queue. */
final class Message {
  final Queue queue;
  final String id;
  final String body;
  final Instant sentAt;
  int receives;

  /** Grows with each receive: an older receipt deletes nothing any more. */
  long receipt;

  boolean gone;

  Message(Queue queue, String id, String body, Instant sentAt) {
    this.queue = queue;
    this.id = id;
    this.body = body;
    this.sentAt = sentAt;
  }
}
