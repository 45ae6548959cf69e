package dev.offramp.simulation;

import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lambda: invocations that run at once, and are stopped when their time is over. */
final class Functions {
  private final World world;
  private final Pipeline pipeline;
  private int invocations;
  private Duration longest = Duration.ZERO;

  Functions(World world, Pipeline pipeline) {
    this.world = world;
    this.pipeline = pipeline;
  }

  /** How many there were. */
  int invocations() {
    return invocations;
  }

  /** How long the longest of them took that ended by itself. */
  Duration longest() {
    return longest;
  }

  /**
   * Begins an invocation with messages.
   *
   * @param done takes the ids of those that have to come again; all of them if it died
   * @return the invocation's name
   */
  String invoke(FunctionKind kind, Map<String, String> bodies, Consumer<List<String>> done) {
    List<String> failed = new ArrayList<>(bodies.keySet());
    return begin(
        kind,
        () -> {
          List<String> said = pipeline.answer(kind, bodies);
          failed.retainAll(said);
        },
        () -> done.accept(failed));
  }

  /** Begins an invocation of the schedule. */
  void tick(FunctionKind kind, BellHandler handler, String subject) {
    begin(
        kind,
        () -> handler.handle(subject, new Deadline(world.clock().instant().plus(kind.timeout()))),
        () -> {});
  }

  private String begin(FunctionKind kind, Runnable body, Runnable done) {
    String name = kind.queue() + "-" + ++invocations;
    var start = world.timeline.instant();
    Strand strand =
        new Strand(
            world.timeline,
            name,
            () -> {
              try {
                body.run();
              } catch (RuntimeException e) {
                world.trace.note(world.timeline.instant(), name, "failed:", e);
                return;
              }
              Duration took = Duration.between(start, world.timeline.instant());
              longest = took.compareTo(longest) > 0 ? took : longest;
            },
            done);
    boolean soon = world.faults.happens(Fault.FUNCTION_TIMEOUT);
    if (soon) {
      world.count(Fault.FUNCTION_TIMEOUT);
    }
    Duration most = soon ? world.millis(2000) : kind.timeout();
    world.timeline.after(most, () -> stop(strand));
    world.timeline.begin(strand);
    return name;
  }

  private static void stop(Strand strand) {
    if (!strand.over()) {
      strand.kill();
    }
  }
}
