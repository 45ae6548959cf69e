package dev.offramp.local.event;

import dev.offramp.local.InvocationResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls for whose answer nobody waits: tried again after a failure, twice by default
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
 */
final class AsyncCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncCalls.class);

  private final FunctionCaller caller;
  private final List<Duration> pauses;
  private final ScheduledExecutorService timer;
  private final ExecutorService calls;

  AsyncCalls(FunctionCaller caller, List<Duration> pauses) {
    this.caller = caller;
    this.pauses = pauses;
    this.timer = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "schedules"));
    this.calls = Executors.newCachedThreadPool(work -> daemon(work, "async-call"));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Hands a call over. */
  void submit(String function, String payload) {
    calls.execute(() -> attempt(function, payload, 0));
  }

  /** Does something again and again, the first time after one period. */
  ScheduledFuture<?> every(Duration period, Runnable work) {
    return timer.scheduleAtFixedRate(
        work, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt(String function, String payload, int tried) {
    try {
      InvocationResult result = caller.call(function, payload);
      if (result.succeeded()) {
        return;
      }
      String error = result.error().map(InvocationResult.Failure::type).orElse("");
      if (tried < pauses.size()) {
        LOG.warn("{}: an asynchronous call failed ({}), it is tried again", function, error);
        pause(pauses.get(tried));
        attempt(function, payload, tried + 1);
      } else {
        LOG.error("{}: an asynchronous call failed for good ({})", function, error);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    calls.shutdownNow();
  }
}
