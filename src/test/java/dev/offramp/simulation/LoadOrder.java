package dev.offramp.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order jobs got at the destination. */
final class LoadOrder implements Watch {
  private final Set<String> first = new LinkedHashSet<>();
  private String last = "";
  private boolean mixed;

  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.method().equals("claimChunk")) {
      String job = (String) args[1];
      mixed |= !job.equals(last) && first.contains(job);
      first.add(job);
      last = job;
    }
  }

  /** The jobs by their first chunk. */
  List<String> jobs() {
    return new ArrayList<>(first);
  }

  /** Whether a job went on after another one had begun. */
  boolean mixed() {
    return mixed;
  }
}
