package dev.offramp.aws;

import dev.offramp.load.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Lanes on threads. */
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
    List<T> results = new ArrayList<>();
    RuntimeException first = null;
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        first = first == null ? unchecked(e.getCause()) : first;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        first = first == null ? new IllegalStateException("interrupted", e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }

  /** On a thread of its own, which keeps no lane from the calls of the work. */
  @Override
  public <T> T beside(Supplier<T> work, Runnable meanwhile) {
    FutureTask<Void> other = new FutureTask<>(meanwhile, null);
    Thread thread = new Thread(other, "beside");
    thread.setDaemon(true);
    thread.start();
    T result = null;
    RuntimeException failure = null;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      failure = e;
    }
    try {
      other.get();
    } catch (ExecutionException e) {
      failure = failure == null ? unchecked(e.getCause()) : failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = failure == null ? new IllegalStateException("interrupted", e) : failure;
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause; // A supplier throws nothing else.
  }
}
