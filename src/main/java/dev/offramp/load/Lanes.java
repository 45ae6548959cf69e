package dev.offramp.load;

import java.util.List;
import java.util.function.Supplier;

/**
 * Runs calls side by side, so that latency does not hold an account back. Calls start in their
 * order. The protocol itself starts no thread; in tests the lanes run one call after another.
 */
public interface Lanes {
  /**
   * Runs all of them and waits for all of them.
   *
   * @return the results in the order of the calls
   * @throws RuntimeException the first failure in the order of the calls, once all have ended
   */
  <T> List<T> run(List<Supplier<T>> calls);

  /**
   * Does something else while work goes on, and waits for both. Neither may rest on what the other
   * does: which of them comes first, or whether they overlap, is not said.
   *
   * @return what the work gives
   * @throws RuntimeException the failure of the work, else of the other, once both have ended
   */
  <T> T beside(Supplier<T> work, Runnable meanwhile);

  /**
   * Begins something that goes on while others do. Whoever begins it waits for it before the
   * account is left, whatever else fails. When it comes, or what it overlaps with, is not said.
   */
  <T> Begun<T> begin(Supplier<T> work);

  /**
   * What was begun.
   *
   * @param <T> what it gives
   */
  interface Begun<T> {
    /**
     * Waits for its end. May be asked again.
     *
     * @return what it gives
     * @throws RuntimeException what went wrong in it
     */
    T await();
  }

  /** One after another. */
  static Lanes single() {
    return new Lanes() {
      @Override
      public <T> List<T> run(List<Supplier<T>> calls) {
        return calls.stream().map(Supplier::get).toList();
      }

      @Override
      public <T> T beside(Supplier<T> work, Runnable meanwhile) {
        T result = work.get();
        meanwhile.run();
        return result;
      }

      @Override
      public <T> Begun<T> begin(Supplier<T> work) {
        return Ended.of(work);
      }
    };
  }
}
