package dev.offramp.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts calls in a true sliding window, and remembers the fullest window that there ever was. */
public final class SlidingLimit {
  private final long windowNanos;
  private final int limit;
  private final Deque<Long> accepted = new ArrayDeque<>();
  private int fullest;
  private long refused;

  /** Takes the window and how many calls it may hold. */
  public SlidingLimit(long windowMillis, int limit) {
    this.windowNanos = windowMillis * 1_000_000;
    this.limit = limit;
  }

  /** Whether a call may go now; counted if so. */
  public synchronized boolean tryCall(long nowNanos) {
    drop(nowNanos);
    if (accepted.size() >= limit) {
      refused++;
      return false;
    }
    accepted.addLast(nowNanos);
    fullest = Math.max(fullest, accepted.size());
    return true;
  }

  /** Whether a call would be let through now; counts nothing. */
  synchronized boolean room(long nowNanos) {
    drop(nowNanos);
    return accepted.size() < limit;
  }

  /** Counts a refusal that somebody else found. */
  synchronized void refuse() {
    refused++;
  }

  private void drop(long nowNanos) {
    while (!accepted.isEmpty() && nowNanos - accepted.peekFirst() >= windowNanos) {
      accepted.removeFirst();
    }
  }

  synchronized int remaining(long nowNanos) {
    drop(nowNanos);
    return limit - accepted.size();
  }

  int limit() {
    return limit;
  }

  /** The most calls that any window held. */
  public synchronized int fullest() {
    return fullest;
  }

  /** Calls that were refused. */
  public synchronized long refused() {
    return refused;
  }
}
