package dev.offramp.simulation;

/** While a call is made, the messages whose handling makes it are delivered once more. */
final class DeliveredAgain implements Faults {
  private final int number;
  private World world;

  DeliveredAgain(int number) {
    this.number = number;
  }

  void in(World here) {
    world = here;
  }

  @Override
  public Fault at(PortCall call) {
    if (call.number() == number) {
      world.queues.again(call.strand());
    }
    return Fault.NONE;
  }

  @Override
  public boolean happens(Fault fault) {
    return false;
  }

  @Override
  public void stop() {}

  @Override
  public String toString() {
    return "delivered again at call " + number;
  }
}
