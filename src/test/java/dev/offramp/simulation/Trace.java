package dev.offramp.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last things that happened. */
final class Trace {
  private static final int KEPT = Integer.getInteger("offramp.simulation.trace", 60);
  private final Deque<Object[]> lines = new ArrayDeque<>();

  /** Notes something; the parts are put together only when somebody reads. */
  void note(Instant at, Object... parts) {
    if (lines.size() == KEPT) {
      lines.removeFirst();
    }
    lines.addLast(new Object[] {at, parts});
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Object[] line : lines) {
      text.append(line[0]);
      for (Object part : (Object[]) line[1]) {
        text.append(' ').append(part);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
