package dev.offramp.load;

import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of one turn at an account whose outcome stayed unknown. Such a call may still take
 * effect until its time-out has passed: until then nothing else of ours changes the same thing, and
 * the account's lease is not given back (invariants 3 and 5). Safe for several lanes.
 */
final class LateCalls {
  private final InstantSource clock;

  /** By what is changed: which lines may still change it, and until when. */
  private final Map<String, Map<String, Instant>> landing = new HashMap<>();

  private Instant landed = Instant.EPOCH;

  LateCalls(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes a call without an answer about definitions, which end the same whatever lands when. */
  synchronized void unanswered(Duration timeout) {
    landed = clock.instant().plus(timeout);
  }

  /**
   * Notes a call without an answer.
   *
   * @param chunk names the chunk that the lines belong to
   * @param timeout how long a call may take to land
   */
  synchronized void unanswered(
      String chunk, Stage stage, List<LedgerLine> lines, Duration timeout) {
    unanswered(timeout);
    for (LedgerLine line : lines) {
      landing
          .computeIfAbsent(thing(stage, line), thing -> new HashMap<>())
          .put(chunk + "/" + line.trace(), landed);
    }
  }

  /**
   * How long a call about lines has to wait for others. The same line may be sent again at once: it
   * says the same.
   */
  synchronized Duration wait(String chunk, Stage stage, List<LedgerLine> lines) {
    Instant free = Instant.EPOCH;
    for (LedgerLine line : lines) {
      String self = chunk + "/" + line.trace();
      for (var late : landing.getOrDefault(thing(stage, line), Map.of()).entrySet()) {
        boolean other = !late.getKey().equals(self);
        free = other && late.getValue().isAfter(free) ? late.getValue() : free;
      }
    }
    Duration wait = Duration.between(clock.instant(), free);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** From when on no call of this turn can take effect any more. */
  synchronized Instant landed() {
    return landed;
  }

  private static String thing(Stage stage, LedgerLine line) {
    return switch (stage) {
      case CONSENT -> stage + "/" + line.key();
      case MEMBERSHIPS -> stage + "/" + line.target() + "/" + MembershipStage.list(line);
      case DEFINITIONS -> stage + "/" + line.key();
      // A record that is yet to be made has no name: what comes of its calls is looked up.
      case RECORDS -> stage + "/" + (line.target().isEmpty() ? line.marker() : line.target());
    };
  }
}
