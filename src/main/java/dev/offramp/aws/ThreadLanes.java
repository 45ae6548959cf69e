package dev.offramp.aws;

import dev.offramp.load.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Lanes on threads. Whatever was started has ended when a method returns or throws, also after an
 * error and after an interrupt: a call that went on by itself would outlive the account's lease.
 */
final class ThreadLanes implements Lanes {
  private final ExecutorService threads;

  ThreadLanes(ExecutorService threads) {
    this.threads = threads;
  }

  @Override
  public <T> List<T> run(List<Supplier<T>> calls) {
    if (calls.size() == 1) {
      return List.of(calls.get(0).get());
    }
    List<Future<T>> futures = new ArrayList<>();
    for (Supplier<T> call : calls) {
      futures.add(threads.submit(call::get));
    }
    Ends ends = new Ends();
    List<T> results = new ArrayList<>();
    futures.forEach(future -> results.add(ends.of(future)));
    ends.check();
    return results;
  }

  /** On a thread of its own, which keeps no lane from the calls of the work. */
  @Override
  public <T> T beside(Supplier<T> work, Runnable meanwhile) {
    FutureTask<Void> other = started(new FutureTask<>(meanwhile, null));
    FutureTask<T> mine = new FutureTask<>(work::get);
    mine.run(); // Here: it keeps what was thrown.
    Ends ends = new Ends();
    T result = ends.of(mine);
    ends.of(other);
    ends.check();
    return result;
  }

  /** On a thread of its own as well. */
  @Override
  public <T> Begun<T> begin(Supplier<T> work) {
    FutureTask<T> task = started(new FutureTask<>(work::get));
    return () -> {
      Ends ends = new Ends();
      T result = ends.of(task);
      ends.check();
      return result;
    };
  }

  private static <T> FutureTask<T> started(FutureTask<T> task) {
    Thread thread = new Thread(task, "beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Waits for one thing after another, and keeps what went wrong first. */
  private static final class Ends {
    private Throwable failure;
    private boolean interrupted;

    /** What it gives once it has ended; null where it failed. */
    <T> T of(Future<T> future) {
      while (true) {
        try {
          return future.get();
        } catch (ExecutionException e) {
          add(e.getCause());
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }

    private void add(Throwable next) {
      if (failure == null) {
        failure = next;
      } else if (failure != next) {
        failure.addSuppressed(next);
      }
    }

    /** Throws what went wrong. */
    void check() {
      if (interrupted) {
        Thread.currentThread().interrupt();
        add(new IllegalStateException("interrupted"));
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure; // A supplier throws nothing else.
      }
    }
  }
}
