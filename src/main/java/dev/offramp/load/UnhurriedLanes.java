package dev.offramp.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * One call after another as long as nobody waits for them; what is left then goes side by side. So
 * what is read ahead leaves the account to the chunk whose turn it is, and holds nobody up. No
 * further call begins once nobody wants them.
 */
final class UnhurriedLanes implements Lanes {
  private final Lanes all;
  private volatile boolean hurried;
  private volatile boolean stopped;

  UnhurriedLanes(Lanes all) {
    this.all = all;
  }

  /** Somebody waits. */
  void hurry() {
    hurried = true;
  }

  /** Nobody wants it any more. */
  void stop() {
    stopped = true;
  }

  /** Throws {@link CancellationException} where nobody wants it any more. */
  void check() {
    if (stopped) {
      throw new CancellationException("nobody wants what is read ahead");
    }
  }

  /** Throws {@link CancellationException} as soon as nobody wants them any more. */
  @Override
  public <T> List<T> run(List<Supplier<T>> calls) {
    List<T> results = new ArrayList<>();
    while (results.size() < calls.size() && !hurried) {
      check();
      results.add(calls.get(results.size()).get());
    }
    if (results.size() < calls.size()) {
      results.addAll(all.run(calls.subList(results.size(), calls.size())));
    }
    return results;
  }

  @Override
  public <T> T beside(Supplier<T> work, Runnable meanwhile) {
    return all.beside(work, meanwhile);
  }

  @Override
  public <T> Begun<T> begin(Supplier<T> work) {
    return all.begin(work);
  }
}
