package dev.offramp.bench.cost;

import dev.offramp.bench.MeteredCloud;
import java.util.Map;

/**
 * What was used of AWS.
 *
 * @param writes write units of DynamoDB
 * @param reads read units of DynamoDB
 * @param queue requests to SQS
 * @param puts requests to S3 that write or list
 * @param gets requests to S3 that read
 * @param invocations of functions
 * @param gbSeconds of functions
 */
record Use(
    double writes,
    double reads,
    double queue,
    double puts,
    double gets,
    double invocations,
    double gbSeconds) {

  static final Use NONE = new Use(0, 0, 0, 0, 0, 0, 0);

  /** What the meters of a cloud show now. */
  static Use shown(MeteredCloud cloud) {
    double puts = 0;
    double gets = 0;
    for (Map.Entry<String, Long> operation : cloud.objects().counts().entrySet()) {
      if (operation.getKey().startsWith("Get") || operation.getKey().startsWith("Head")) {
        gets += operation.getValue();
      } else {
        puts += operation.getValue();
      }
    }
    return new Use(
        cloud.capacity().reading().writes(),
        cloud.capacity().reading().reads(),
        cloud.queues().requests(),
        puts,
        gets,
        0,
        0);
  }

  Use plus(Use other) {
    return new Use(
        writes + other.writes,
        reads + other.reads,
        queue + other.queue,
        puts + other.puts,
        gets + other.gets,
        invocations + other.invocations,
        gbSeconds + other.gbSeconds);
  }

  Use times(double factor) {
    return new Use(
        writes * factor,
        reads * factor,
        queue * factor,
        puts * factor,
        gets * factor,
        invocations * factor,
        gbSeconds * factor);
  }
}
