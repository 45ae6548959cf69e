package dev.offramp.simulation;

/** One fault at one call, and nothing else. */
final class OneFault implements Faults {
  private final int number;
  private final Fault fault;

  OneFault(int number, Fault fault) {
    this.number = number;
    this.fault = fault;
  }

  @Override
  public Fault at(PortCall call) {
    return call.number() == number ? fitting(call) : Fault.NONE;
  }

  /** The destination knows no throughput of tables, and tables no 429. */
  private Fault fitting(PortCall call) {
    boolean table = call.port() != Port.DESTINATION;
    return fault == Fault.STORE_THROTTLED && !table ? Fault.LIMITED_429 : fault;
  }

  @Override
  public boolean happens(Fault other) {
    return false;
  }

  @Override
  public void stop() {}

  @Override
  public String toString() {
    return fault + " at call " + number;
  }
}
