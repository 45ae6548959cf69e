package dev.offramp.local.lambda;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.InvocationResult;
import dev.offramp.local.InvocationResult.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of a function: takes one call at a time, and is reused until it dies. */
final class ExecutionEnvironment {
  private final FunctionLauncher launcher;
  private final RuntimeSession session;
  private final Process process;
  private final CompletableFuture<Void> end;
  private final Duration initTimeout;
  private final LogSink log;
  private final String functionArn;
  private final Optional<LearnedClasses> learned;

  private ExecutionEnvironment(
      FunctionLauncher launcher,
      RuntimeSession session,
      Process process,
      CompletableFuture<Void> end,
      Duration initTimeout,
      LogSink log,
      String functionArn,
      Optional<LearnedClasses> learned) {
    this.learned = learned;
    this.launcher = launcher;
    this.session = session;
    this.process = process;
    this.end = end;
    this.initTimeout = initTimeout;
    this.log = log;
    this.functionArn = functionArn;
  }

  /**
   * Starts one; it may take a while until it is ready.
   *
   * @param learn whether it notes the classes that it loads, where no archive of them is kept
   */
  static ExecutionEnvironment start(
      FunctionLauncher launcher,
      RuntimeApi api,
      String id,
      Duration initTimeout,
      LogSink log,
      String functionArn,
      boolean learn) {
    RuntimeSession session = api.open(id);
    Optional<LearnedClasses> learned =
        learn ? LearnedClasses.missing(launcher.classArchive()) : Optional.empty();
    Process process =
        learned
            .map(classes -> launcher.startForArchive(api.address(id), classes.temporary()))
            .orElseGet(() -> launcher.start(api.address(id)));
    log.follow(id, process.getInputStream());
    CompletableFuture<Void> end =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  session.end(exited(ended.exitValue()));
                  api.forget(id);
                });
    return new ExecutionEnvironment(
        launcher, session, process, end, initTimeout, log, functionArn, learned);
  }

  /** Runs one call to its end, at the latest to the function's time-out. */
  InvocationResult invoke(String payload) {
    String requestId = UUID.randomUUID().toString();
    try {
      session.ready().get(initTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      kill();
      return failure(
          requestId, FailureKind.INIT, "Runtime.InitTimeout", "not ready after " + initTimeout);
    } catch (ExecutionException e) {
      return neverReady(requestId, e);
    } catch (InterruptedException e) {
      return interrupted(requestId);
    }
    Duration timeout = launcher.function().timeout();
    Instant deadline = Instant.now().plus(timeout);
    long began = System.nanoTime();
    log.line(session.id(), "START RequestId: " + requestId);
    InvocationResult result =
        await(session.begin(new Invocation(requestId, functionArn, payload, deadline)), requestId);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    log.line(
        session.id(),
        "END RequestId: "
            + requestId
            + " Duration: "
            + millis
            + " ms"
            + result.error().map(error -> " " + error.type()).orElse(""));
    return result;
  }

  private InvocationResult await(CompletableFuture<InvocationResult> pending, String requestId) {
    Duration timeout = launcher.function().timeout();
    try {
      return pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      session.end(
          new InvocationResult.Failure(
              FailureKind.TIMED_OUT,
              "Sandbox.Timedout",
              "Task timed out after " + timeout.toSeconds() + ".00 seconds"));
      kill();
      return pending.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call is never completed by an exception", e);
    } catch (InterruptedException e) {
      return interrupted(requestId);
    }
  }

  private InvocationResult neverReady(String requestId, ExecutionException e) {
    process.destroyForcibly();
    if (e.getCause() instanceof EnvironmentEnded ended) {
      InvocationResult.Failure why = ended.failure();
      return failure(requestId, FailureKind.INIT, why.type(), why.message());
    }
    throw new IllegalStateException(e);
  }

  private InvocationResult interrupted(String requestId) {
    Thread.currentThread().interrupt();
    kill();
    return failure(
        requestId, FailureKind.EXITED, "Local.Stopped", "the local cloud is being stopped");
  }

  /** Kills the process at once ({@code SIGKILL}); a call under way fails. */
  void kill() {
    process.destroyForcibly();
  }

  /** Done when it waits for its first call; failed if it never will. */
  CompletableFuture<Void> ready() {
    return session.ready();
  }

  /** Whether the process notes the classes that it loads. */
  boolean learns() {
    return learned.isPresent();
  }

  /** Ends the process in order, so that it writes down its classes, and keeps them. */
  void keepClasses() {
    learned.ifPresent(classes -> classes.keep(process));
  }

  /** Waits until the killed process is gone. */
  void awaitEnd() {
    end.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Whether it can take a call. */
  boolean alive() {
    return process.isAlive() && !session.ready().isCompletedExceptionally() && !session.hasEnded();
  }

  /** How it looks from outside. */
  FunctionProcess describe() {
    FunctionProcess.State state;
    if (!process.isAlive()) {
      state = FunctionProcess.State.DEAD;
    } else if (!session.ready().isDone()) {
      state = FunctionProcess.State.STARTING;
    } else {
      state = session.busy() ? FunctionProcess.State.BUSY : FunctionProcess.State.IDLE;
    }
    return new FunctionProcess(session.id(), launcher.function().logicalId(), process.pid(), state);
  }

  private static InvocationResult.Failure exited(int code) {
    return new InvocationResult.Failure(
        FailureKind.EXITED, "Runtime.ExitError", "the process ended with exit status " + code);
  }

  private static InvocationResult failure(
      String requestId, FailureKind kind, String type, String message) {
    return InvocationResult.failure(requestId, kind, type, message, "");
  }
}
