package dev.offramp.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be closed in the opposite order, each even if another fails. */
final class ClosingStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes charge of something.
   *
   * @throws IllegalStateException if everything is closed already; then this is closed, too
   */
  synchronized <T extends AutoCloseable> T push(T one) {
    if (closed) {
      closeQuietly(one);
      throw new IllegalStateException("the local cloud has been stopped");
    }
    started.push(one);
    return one;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      closeQuietly(started.pop());
    }
  }

  private static void closeQuietly(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      LOG.warn("{} could not be stopped: {}", one.getClass().getSimpleName(), e.toString());
    }
  }
}
