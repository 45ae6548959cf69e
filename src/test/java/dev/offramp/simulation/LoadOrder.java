package dev.offramp.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which order jobs got at the destination. */
final class LoadOrder implements Watch {
  private final Set<String> first = new LinkedHashSet<>();

  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.method().equals("claimChunk")) {
      first.add((String) args[1]);
    }
  }

  /** The jobs by their first chunk. */
  List<String> jobs() {
    return new ArrayList<>(first);
  }
}
