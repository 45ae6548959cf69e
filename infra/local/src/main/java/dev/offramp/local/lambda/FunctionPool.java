package dev.offramp.local.lambda;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.InvocationResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The environments of one function: reused when idle, started when all are busy, up to a number.
 */
final class FunctionPool {
  private final FunctionLauncher launcher;
  private final RuntimeApi api;
  private final LogSink log;
  private final Duration initTimeout;
  private final String functionArn;
  private final int limit;
  private final boolean learn;
  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final List<ExecutionEnvironment> all = new ArrayList<>();
  private int started;
  private int promised;
  private boolean closed;

  FunctionPool(
      FunctionLauncher launcher,
      RuntimeApi api,
      LogSink log,
      Duration initTimeout,
      String functionArn,
      int limit,
      boolean learn) {
    this.launcher = launcher;
    this.api = api;
    this.log = log;
    this.initTimeout = initTimeout;
    this.functionArn = functionArn;
    this.limit = limit;
    this.learn = learn;
  }

  /** Calls the function: in an idle environment, in a new one, or after waiting for one. */
  InvocationResult invoke(String payload) throws InterruptedException {
    ExecutionEnvironment environment = acquire();
    try {
      return environment.invoke(payload);
    } finally {
      release(environment);
    }
  }

  /** Starts an environment unless there is one; done when it is ready or will never be. */
  CompletableFuture<Void> warm() {
    synchronized (this) {
      if (closed || !all.isEmpty() || promised > 0) {
        return CompletableFuture.completedFuture(null);
      }
      promised++;
    }
    ExecutionEnvironment environment = startPromised();
    release(environment);
    // Why it failed is told by the first call.
    return environment.ready().exceptionally(failure -> null);
  }

  /** Kills an environment that works on a call, else any; what it was, if there was one. */
  synchronized Optional<FunctionProcess> killOne() {
    Optional<ExecutionEnvironment> victim =
        all.stream()
            .filter(one -> one.describe().state() == FunctionProcess.State.BUSY)
            .findFirst()
            .or(() -> all.stream().filter(ExecutionEnvironment::alive).findFirst());
    Optional<FunctionProcess> seen = victim.map(ExecutionEnvironment::describe);
    victim.ifPresent(ExecutionEnvironment::kill);
    return seen;
  }

  /** The environments that there are. */
  synchronized List<FunctionProcess> processes() {
    return all.stream().map(ExecutionEnvironment::describe).toList();
  }

  /** Ends the environment that learns classes in order, if there is one, and keeps its archive. */
  void keepClasses() {
    Optional<ExecutionEnvironment> learner;
    synchronized (this) {
      learner = all.stream().filter(ExecutionEnvironment::learns).findFirst();
      learner.ifPresent(idle::remove);
      learner.ifPresent(all::remove);
    }
    learner.ifPresent(ExecutionEnvironment::keepClasses);
  }

  /** Kills every environment and starts no other. */
  void close() {
    List<ExecutionEnvironment> doomed;
    synchronized (this) {
      closed = true;
      doomed = List.copyOf(all);
      notifyAll();
    }
    doomed.forEach(ExecutionEnvironment::kill);
    for (ExecutionEnvironment environment : doomed) {
      environment.awaitEnd();
    }
    log.close();
  }

  private ExecutionEnvironment acquire() throws InterruptedException {
    synchronized (this) {
      while (true) {
        if (closed) {
          throw new InterruptedException("the local cloud is being stopped");
        }
        for (ExecutionEnvironment one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
          if (one.alive()) {
            return one;
          }
          all.remove(one);
        }
        if (all.size() + promised < limit) {
          promised++;
          break;
        }
        wait();
      }
    }
    return startPromised();
  }

  private ExecutionEnvironment startPromised() {
    int number;
    synchronized (this) {
      number = ++started;
    }
    String id = launcher.function().logicalId() + "-" + number;
    ExecutionEnvironment environment = null;
    try {
      environment =
          ExecutionEnvironment.start(
              launcher, api, id, initTimeout, log, functionArn, learn && number == 1);
      return environment;
    } finally {
      admit(environment);
    }
  }

  private synchronized void admit(ExecutionEnvironment environment) {
    promised--;
    if (environment != null) {
      all.add(environment);
      if (closed) {
        environment.kill();
      }
    }
    notifyAll();
  }

  private synchronized void release(ExecutionEnvironment environment) {
    if (environment.alive()) {
      idle.addFirst(environment);
    } else {
      all.remove(environment);
    }
    notifyAll();
  }
}
