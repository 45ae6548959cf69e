package dev.offramp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two loaders of one account that take turns where a schedule says so. The first one begins; after
 * so many calls of ports it stands still, until its lease has run out, and the second one begins;
 * after so many calls of its own that one stands still, the first goes on, and so forth. After the
 * last switch whoever is on goes on to its end, and then the other one. It injects no fault.
 */
final class Switches implements Faults {
  private static final Duration STEP = Duration.ofMillis(500);

  private final List<Integer> lengths;
  private final List<Strand> loaders = new ArrayList<>();
  private final Set<String> makers = new TreeSet<>();
  private World world;
  private Runnable second;
  private int on;
  private int turn;
  private int steps;
  private boolean begun;
  private boolean stopped;

  /**
   * Takes the schedule.
   *
   * @param lengths after how many calls each turn ends
   */
  Switches(List<Integer> lengths) {
    this.lengths = lengths;
  }

  /** Takes the world, and what begins the second loader. */
  void in(World here, Runnable begin) {
    world = here;
    second = begin;
  }

  /** From now on loaders take part; before, none gets at a chunk. */
  void begin() {
    begun = true;
  }

  /** How many calls of ports the last turn had; 0 if the schedule did not come to it. */
  int lastSteps() {
    return turn == lengths.size() ? steps : 0;
  }

  /** Which of the two asked the destination to make records. */
  String makers() {
    return String.join(" and ", makers);
  }

  @Override
  public Fault at(PortCall call) {
    if (!begun) {
      return call.method().equals("claimChunk") ? Fault.CRASH_BEFORE : Fault.NONE;
    }
    if (stopped || !call.strand().name().startsWith("LOADS-") || !takesPart(call.strand())) {
      return Fault.NONE;
    }
    if (call.port() == Port.OBJECTS && !call.method().equals("put")) {
      return Fault.NONE; // Whoever reads what nobody writes may as well do it earlier or later.
    }
    int me = loaders.indexOf(call.strand());
    waitForTurn(me);
    if (turn < lengths.size() && steps == lengths.get(turn)) {
      turn++;
      steps = 0;
      on = 1 - me;
      if (turn == 1) {
        world.timeline.after(Pipeline.LEASE.plusSeconds(1), second);
      }
      waitForTurn(me);
    }
    steps++;
    if (call.method().equals("create") && call.port() == Port.DESTINATION) {
      makers.add(me == 0 ? "first" : "second");
    }
    return Fault.NONE;
  }

  private boolean takesPart(Strand strand) {
    if (!loaders.contains(strand) && loaders.size() < 2) {
      loaders.add(strand);
    }
    return loaders.contains(strand);
  }

  /** Whoever waits goes on when the other one hands over or has ended. */
  private void waitForTurn(int me) {
    while (on != me) {
      boolean ended = loaders.size() == 2 && loaders.get(on).over();
      if (ended) {
        on = me;
      } else {
        world.pause(STEP);
      }
    }
  }

  @Override
  public boolean happens(Fault fault) {
    return false;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public String toString() {
    return "switches after " + lengths;
  }
}
