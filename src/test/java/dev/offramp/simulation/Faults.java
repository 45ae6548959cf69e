package dev.offramp.simulation;

/** Decides what goes wrong. */
interface Faults {
  /** What goes wrong with a call of a port. */
  Fault at(PortCall call);

  /** Whether something goes wrong with a message, a tick or an event. */
  boolean happens(Fault fault);

  /** From now on nothing goes wrong. */
  void stop();
}
