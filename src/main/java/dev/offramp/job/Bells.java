package dev.offramp.job;

import java.util.Collection;

/** Rings. Whatever matters is durable before anybody rings. */
public interface Bells {
  /** Sends all of them, in batches where the queue has batches. */
  void ring(Collection<Bell> bells);
}
