package dev.offramp.aws;

import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the messages of one invocation. Each is judged for itself; those that say the same are
 * answered once; those that there is no time for are left for the next invocation.
 */
public final class BellBatch {
  /** What is kept back of the time of the function, to answer and to log. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(BellBatch.class);

  private final Function<String, List<String>> subjects;
  private final BellHandler handler;
  private final InstantSource clock;

  /**
   * Takes its collaborators.
   *
   * @param subjects what a message's body is about; fails if the message is not to be understood
   * @param handler answers a subject
   */
  public BellBatch(
      Function<String, List<String>> subjects, BellHandler handler, InstantSource clock) {
    this.subjects = subjects;
    this.handler = handler;
    this.clock = clock;
  }

  /** For a queue on which only our own bells come. */
  public static BellBatch ofBells(BellHandler handler, InstantSource clock) {
    return new BellBatch(
        body ->
            List.of(
                BellMessages.subject(body)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "OFF-2303 a message of the queue is not a bell"))),
        handler,
        clock);
  }

  /**
   * Answers messages.
   *
   * @param bodies the messages by id, in their order
   * @param left how long the function may still take
   * @return the ids of the messages that have to come again
   */
  public List<String> failures(Map<String, String> bodies, Duration left) {
    Deadline deadline = new Deadline(clock.instant().plus(left).minus(MARGIN));
    Map<String, Boolean> answered = new LinkedHashMap<>();
    List<String> failed = new ArrayList<>();
    bodies.forEach(
        (id, body) -> {
          if (!answered(id, body, deadline, answered)) {
            failed.add(id);
          }
        });
    return failed;
  }

  private boolean answered(
      String id, String body, Deadline deadline, Map<String, Boolean> already) {
    List<String> about;
    try {
      about = subjects.apply(body);
    } catch (RuntimeException e) {
      LOG.error("message {} failed: {}", id, FailureText.of(e));
      return false;
    }
    boolean all = true;
    for (String subject : about) {
      all &= already.computeIfAbsent(subject, s -> answered(s, deadline));
    }
    return all;
  }

  private boolean answered(String subject, Deadline deadline) {
    if (deadline.remaining(clock).isZero()) {
      return false;
    }
    try {
      handler.handle(subject, deadline);
      return true;
    } catch (RuntimeException e) {
      LOG.error("bell {} failed: {}", subject, FailureText.of(e));
      return false;
    }
  }
}
