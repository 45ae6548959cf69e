package dev.offramp.simulation;

/** Ends an invocation that is dead: an error, so that no handler of exceptions goes on after it. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
