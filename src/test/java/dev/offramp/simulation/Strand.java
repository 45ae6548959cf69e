package dev.offramp.simulation;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * One invocation of a function, as a coroutine: a thread of its own that runs only between {@link
 * #resume} and {@link #giveWay}, while everybody else stands still (docs/decisions/080).
 */
final class Strand {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "strand");
            thread.setDaemon(true);
            return thread;
          });

  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final Timeline timeline;
  private final String name;
  private final Runnable body;
  private final Runnable afterwards;
  private boolean begun;
  private boolean over;
  private boolean dead;
  private boolean hurt;
  private Duration skew = Duration.ZERO;

  /**
   * Begins nothing yet.
   *
   * @param body what it does
   * @param afterwards what the world does once it has ended, however it ended
   */
  Strand(Timeline timeline, String name, Runnable body, Runnable afterwards) {
    this.timeline = timeline;
    this.name = name;
    this.body = body;
    this.afterwards = afterwards;
  }

  String name() {
    return name;
  }

  /** Whether it was killed: whatever it calls from now on has no effect. */
  boolean dead() {
    return dead;
  }

  /** Kills it: it ends at its next call. */
  void kill() {
    dead = true;
    hurt = true;
  }

  /** Whether any fault of ours met it. */
  boolean hurt() {
    return hurt;
  }

  /** Notes that a fault met it. */
  void hurts() {
    hurt = true;
  }

  /** How far its clock is from the true time. */
  Duration skew() {
    return skew;
  }

  /** Its clock jumps. */
  void skew(Duration next) {
    skew = next;
  }

  /** Whether it has ended. */
  boolean over() {
    return over;
  }

  /** Lets it run until it gives way or ends; whether it has ended. */
  boolean resume() {
    if (begun) {
      turn.release();
    } else {
      begun = true;
      THREADS.execute(this::live);
    }
    back.acquireUninterruptibly();
    return over;
  }

  /** Gives the turn back, and waits for the next one. */
  void giveWay() {
    back.release();
    turn.acquireUninterruptibly();
  }

  void ended() {
    afterwards.run();
  }

  @SuppressWarnings("CatchingUnchecked")
  private void live() {
    try {
      if (!dead) {
        body.run();
      }
    } catch (Killed e) {
      dead = true;
    } catch (Throwable e) {
      timeline.fail(e);
    } finally {
      over = true;
      back.release();
    }
  }
}
