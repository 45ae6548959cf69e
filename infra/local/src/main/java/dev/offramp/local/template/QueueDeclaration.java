package dev.offramp.local.template;

import java.util.Map;
import java.util.Optional;

/**
 * A queue.
 *
 * @param logicalId its name in the template
 * @param name its name at SQS
 * @param attributes the attributes of {@code CreateQueue}, without the redrive policy
 * @param redrive where messages go that were received too often
 */
public record QueueDeclaration(
    String logicalId, String name, Map<String, String> attributes, Optional<Redrive> redrive) {
  /**
   * Where messages go that were received too often.
   *
   * @param deadLetterArn the ARN of the queue of dead letters
   * @param maxReceiveCount how often a message may be received
   */
  public record Redrive(String deadLetterArn, int maxReceiveCount) {}
}
