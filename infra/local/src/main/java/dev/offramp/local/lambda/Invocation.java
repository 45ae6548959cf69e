package dev.offramp.local.lambda;

import java.time.Instant;

/**
 * A call on its way to an environment.
 *
 * @param requestId its name
 * @param functionArn the function
 * @param payload the event, JSON
 * @param deadline when the function's time is up
 */
record Invocation(String requestId, String functionArn, String payload, Instant deadline) {}
