package dev.offramp.simulation;

import dev.offramp.load.Lanes;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One call after another. What goes on beside some work comes wholly before it or wholly after it,
 * as the seed says: what was read ahead is then as old as it can be.
 */
final class SimulatedLanes implements Lanes {
  private final Lanes calls = Lanes.single();
  private final BooleanSupplier meanwhileFirst;

  SimulatedLanes(BooleanSupplier meanwhileFirst) {
    this.meanwhileFirst = meanwhileFirst;
  }

  @Override
  public <T> List<T> run(List<Supplier<T>> all) {
    return calls.run(all);
  }

  @Override
  public <T> T beside(Supplier<T> work, Runnable meanwhile) {
    if (!meanwhileFirst.getAsBoolean()) {
      return calls.beside(work, meanwhile);
    }
    RuntimeException failure = null;
    try {
      meanwhile.run();
    } catch (RuntimeException e) {
      failure = e; // The work goes on all the same.
    }
    T result = work.get();
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  @Override
  public <T> Begun<T> begin(Supplier<T> work) {
    return meanwhileFirst.getAsBoolean() ? calls.begin(work) : new WhenAsked<>(calls, work);
  }

  /** Something that is done when somebody waits for it. */
  private static final class WhenAsked<T> implements Begun<T> {
    private final Lanes calls;
    private final Supplier<T> work;
    private Begun<T> done;

    WhenAsked(Lanes calls, Supplier<T> work) {
      this.calls = calls;
      this.work = work;
    }

    @Override
    public T await() {
      if (done == null) {
        done = calls.begin(work);
      }
      return done.await();
    }
  }
}
