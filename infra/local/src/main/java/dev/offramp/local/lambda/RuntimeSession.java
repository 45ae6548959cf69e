package dev.offramp.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.local.InvocationResult;
import dev.offramp.local.InvocationResult.FailureKind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One environment's side of the Runtime API: what it waits for, what it works on, and what came of
 * it. One call at a time.
 */
final class RuntimeSession {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String id;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private Consumer<Invocation> waiting;
  private Invocation undelivered;
  private String current;
  private CompletableFuture<InvocationResult> result;
  private InvocationResult.Failure ended;

  RuntimeSession(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Done when the environment asks for its first call; failed with its reason if it never will. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Whether a call is under way. */
  synchronized boolean busy() {
    return current != null;
  }

  /** Whether it is of no more use. */
  synchronized boolean hasEnded() {
    return ended != null;
  }

  /** Gives the environment its next call; the future is done when it has answered or is gone. */
  CompletableFuture<InvocationResult> begin(Invocation invocation) {
    Consumer<Invocation> receiver;
    CompletableFuture<InvocationResult> pending = new CompletableFuture<>();
    synchronized (this) {
      if (current != null) {
        throw new IllegalStateException("environment " + id + " has a call already");
      }
      if (ended != null) {
        pending.complete(failed(invocation.requestId(), ended, ""));
        return pending;
      }
      current = invocation.requestId();
      result = pending;
      receiver = waiting;
      waiting = null;
      if (receiver == null) {
        undelivered = invocation;
      }
    }
    if (receiver != null) {
      receiver.accept(invocation);
    }
    return pending;
  }

  /** The environment asks for a call. */
  void next(Consumer<Invocation> receiver) {
    Invocation invocation;
    synchronized (this) {
      invocation = undelivered;
      undelivered = null;
      if (invocation == null) {
        waiting = receiver;
      }
    }
    ready.complete(null);
    if (invocation != null) {
      receiver.accept(invocation);
    }
  }

  /** The environment has answered; false if it has no such call. */
  boolean answer(String requestId, String payload) {
    if (!payload.isBlank() && !isJson(payload)) {
      return finish(
          requestId,
          InvocationResult.failure(
              requestId,
              FailureKind.INVALID_ANSWER,
              "Runtime.InvalidAnswer",
              "The function's answer is not JSON.",
              payload));
    }
    return finish(requestId, InvocationResult.success(requestId, payload));
  }

  /** The function has thrown; false if there is no such call. */
  boolean fail(String requestId, String payload) {
    return finish(
        requestId, failed(requestId, failure(FailureKind.FUNCTION_ERROR, payload), payload));
  }

  /** The environment could not be set up. */
  void initFailed(String payload) {
    end(failure(FailureKind.INIT, payload));
  }

  /** The process is gone or is to be given up: whatever is under way has failed. */
  void end(InvocationResult.Failure why) {
    CompletableFuture<InvocationResult> open;
    String requestId;
    synchronized (this) {
      if (ended == null) {
        ended = why;
      }
      open = result;
      requestId = current;
      current = null;
      result = null;
      waiting = null;
    }
    ready.completeExceptionally(new EnvironmentEnded(ended()));
    if (open != null) {
      open.complete(failed(requestId, ended(), ""));
    }
  }

  /** Why it has ended; what was said first. */
  private synchronized InvocationResult.Failure ended() {
    return ended;
  }

  private boolean finish(String requestId, InvocationResult outcome) {
    CompletableFuture<InvocationResult> open;
    synchronized (this) {
      if (!requestId.equals(current)) {
        return false;
      }
      open = result;
      current = null;
      result = null;
    }
    open.complete(outcome);
    return true;
  }

  private static InvocationResult failed(
      String requestId, InvocationResult.Failure failure, String payload) {
    return new InvocationResult(requestId, payload, Optional.of(failure));
  }

  private static InvocationResult.Failure failure(FailureKind kind, String payload) {
    String type = "Unknown";
    String message = payload;
    try {
      JsonNode error = JSON.readTree(payload);
      type = error.path("errorType").asText(type);
      message = error.path("errorMessage").asText(message);
    } catch (JsonProcessingException e) {
      message = "the error is no JSON: " + payload;
    }
    return new InvocationResult.Failure(kind, type, message);
  }

  private static boolean isJson(String payload) {
    try {
      JSON.readTree(payload);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
