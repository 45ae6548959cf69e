package dev.offramp.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function.
 *
 * @param logicalId its name in the template
 * @param name its name at Lambda
 * @param handler the handler, as Lambda's Java runtime reads it
 * @param code the artifact
 * @param timeout how long one call may take
 * @param memoryMb the memory of one environment, MiB
 * @param environment its variables
 * @param queueEvents the queues that it is fed from
 * @param scheduleEvents the schedules that call it
 */
public record FunctionDeclaration(
    String logicalId,
    String name,
    String handler,
    Path code,
    Duration timeout,
    int memoryMb,
    Map<String, String> environment,
    List<QueueEvent> queueEvents,
    List<ScheduleEvent> scheduleEvents) {
  /**
   * A queue as the source of calls
   * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html).
   *
   * @param id its name in the template
   * @param queueArn the queue
   * @param batchSize the most messages in a call
   * @param window how long to gather messages
   * @param partialResponses whether the answer may name the messages that failed
   * @param maximumConcurrency the most calls at a time; 0: not given
   * @param enabled whether it is on
   */
  public record QueueEvent(
      String id,
      String queueArn,
      int batchSize,
      Duration window,
      boolean partialResponses,
      int maximumConcurrency,
      boolean enabled) {}

  /**
   * A schedule as the source of calls.
   *
   * @param id its name in the template
   * @param period the time between calls
   * @param input the payload; empty: the scheduler's own event
   * @param enabled whether it is on
   */
  public record ScheduleEvent(String id, Duration period, String input, boolean enabled) {}
}
