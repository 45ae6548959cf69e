package dev.offramp.job;

/** Answers a bell. Being rung twice, late or for nothing does no harm. */
@FunctionalInterface
public interface BellHandler {
  /**
   * Does what the bell is about, or as much of it as the time allows, and rings for the rest.
   *
   * @param subject what the bell names, see {@link Bell#subject()}
   * @param deadline by when the handler has to have returned
   * @throws RuntimeException if the bell has to be rung again; returning acknowledges it
   */
  void handle(String subject, Deadline deadline);
}
