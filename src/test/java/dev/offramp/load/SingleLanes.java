package dev.offramp.load;

import java.util.List;
import java.util.function.Supplier;

/** One call after another, for tests that change one part of it. */
class SingleLanes implements Lanes {
  private final Lanes single = Lanes.single();

  @Override
  public <T> List<T> run(List<Supplier<T>> calls) {
    return single.run(calls);
  }

  @Override
  public <T> T beside(Supplier<T> work, Runnable meanwhile) {
    return single.beside(work, meanwhile);
  }

  @Override
  public <T> Begun<T> begin(Supplier<T> work) {
    return single.begin(work);
  }
}
