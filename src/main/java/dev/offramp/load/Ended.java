package dev.offramp.load;

import java.util.function.Supplier;

/**
 * Something that had ended when it was begun.
 *
 * @param result what it gives
 * @param failure what went wrong in it; null where nothing did
 */
record Ended<T>(T result, RuntimeException failure) implements Lanes.Begun<T> {

  /** Does it. */
  static <T> Ended<T> of(Supplier<T> work) {
    try {
      return new Ended<>(work.get(), null);
    } catch (RuntimeException e) {
      return new Ended<>(null, e);
    }
  }

  @Override
  public T await() {
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
