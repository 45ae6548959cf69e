package dev.offramp.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Simulated time: what happens next is what is due first, and of what is due at one moment what was
 * planned first. Invocations are {@link Strand}s; at any moment exactly one of them, or the loop
 * itself, runs.
 */
final class Timeline implements InstantSource, AutoCloseable {
  private record Event(Instant at, long order, Strand strand, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Set<Strand> alive = new LinkedHashSet<>();
  private Instant now;
  private Instant end;
  private long planned;
  private Strand running;
  private Throwable failure;

  Timeline(Instant start) {
    now = start;
    end = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Who runs now; null where the world itself does. */
  Strand running() {
    return running;
  }

  /** The invocations that have not ended. */
  List<Strand> alive() {
    return new ArrayList<>(alive);
  }

  /** Something happens then. */
  void at(Instant moment, Runnable action) {
    events.add(new Event(later(moment), planned++, null, action));
  }

  /** Something happens after a while. */
  void after(Duration wait, Runnable action) {
    at(now.plus(wait), action);
  }

  /** An invocation begins now. */
  void begin(Strand strand) {
    alive.add(strand);
    events.add(new Event(now, planned++, strand, null));
  }

  private Instant later(Instant moment) {
    return moment.isBefore(now) ? now : moment;
  }

  /**
   * Lets time pass until something holds.
   *
   * @return whether it held before the last moment
   */
  boolean run(BooleanSupplier until, Instant last) {
    end = last;
    while (!until.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at().isAfter(last)) {
        now = later(last);
        return until.getAsBoolean();
      }
      events.poll();
      now = next.at();
      if (next.strand() == null) {
        next.action().run();
      } else {
        resume(next.strand());
      }
    }
    return true;
  }

  private void resume(Strand strand) {
    running = strand;
    boolean over = strand.resume();
    running = null;
    if (over) {
      alive.remove(strand);
      strand.ended();
    }
    rethrow();
  }

  private void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new AssertionError("the simulator itself failed", failure);
    }
  }

  /** Notes what went wrong inside an invocation. */
  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** The running invocation stands still until then; others go on meanwhile. */
  void pauseUntil(Instant moment) {
    Strand me = running;
    Event mine = new Event(later(moment), planned++, me, null);
    Event next = events.peek();
    if ((next == null || mine.compareTo(next) < 0) && !mine.at().isAfter(end)) {
      now = mine.at();
    } else {
      events.add(mine);
      me.giveWay();
    }
    if (me.dead()) {
      throw new Killed();
    }
  }

  /** Ends everything that still runs. */
  @Override
  public void close() {
    for (Strand strand : alive()) {
      strand.kill();
      running = strand;
      boolean over = false;
      while (!over) {
        over = strand.resume();
      }
    }
    running = null;
    alive.clear();
    events.clear();
  }
}
