package dev.offramp.cli;

import java.util.function.LongConsumer;

/** Passes on how far something has come, but not for each small step. */
final class Every {
  private static final long STEP = 256 * 1024;

  private final LongConsumer target;
  private long next;

  Every(LongConsumer target) {
    this.target = target;
  }

  /** Now it has come this far. */
  void at(long done) {
    if (done >= next) {
      next = done + STEP;
      target.accept(done);
    }
  }
}
