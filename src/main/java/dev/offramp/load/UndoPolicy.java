package dev.offramp.load;

import java.util.Set;

/**
 * How a rollback goes about it.
 *
 * @param force what is also taken back where a person has changed it since
 */
public record UndoPolicy(Set<Forced> force) {
  /** Nothing that a person has changed is touched. */
  public static final UndoPolicy GENTLE = new UndoPolicy(Set.of());

  /** Copies the kinds. */
  public UndoPolicy {
    force = Set.copyOf(force);
  }

  /** Whether this is taken back whatever somebody has done to it. */
  boolean forces(Forced kind) {
    return force.contains(kind);
  }
}
