package dev.offramp.simulation;

/**
 * One call of a port by an invocation.
 *
 * @param number which one of the run, from 1
 * @param port the port
 * @param method the port's method
 * @param strand who calls
 */
record PortCall(int number, Port port, String method, Strand strand) {
  /** The calls of the destination that change nothing. */
  boolean reads() {
    return switch (method) {
      case "inspect", "read", "memberships", "members", "bearers", "consent", "poll", "traits" ->
          true;
      default -> false;
    };
  }

  /** Whether a repeated try of the client behind the port meets its own first one. */
  boolean conditional() {
    return switch (method) {
      case "append", "acquire", "transition", "claimChunk", "replace" -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return "#%d %s.%s by %s".formatted(number, port, method, strand.name());
  }
}
