package dev.offramp.testkit;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps what was rung. */
public final class MemoryBells implements Bells {
  private final List<Bell> rung = new ArrayList<>();

  @Override
  public synchronized void ring(Collection<Bell> bells) {
    rung.addAll(bells);
  }

  /** Everything that was rung so far, in order. */
  public synchronized List<Bell> rung() {
    return List.copyOf(rung);
  }

  /** Everything that was rung since the last call of this method. */
  public synchronized List<Bell> drain() {
    List<Bell> all = List.copyOf(rung);
    rung.clear();
    return all;
  }
}
