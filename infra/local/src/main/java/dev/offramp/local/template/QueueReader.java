package dev.offramp.local.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an {@code AWS::SQS::Queue}. */
final class QueueReader {
  private static final List<String> NUMBERS =
      List.of(
          "VisibilityTimeout",
          "MessageRetentionPeriod",
          "DelaySeconds",
          "MaximumMessageSize",
          "ReceiveMessageWaitTimeSeconds");
  private static final List<String> FLAGS = List.of("FifoQueue", "ContentBasedDeduplication");

  private QueueReader() {}

  static QueueDeclaration read(String id, String name, Map<String, Object> properties) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String number : NUMBERS) {
      if (properties.containsKey(number)) {
        attributes.put(
            number, String.valueOf(Trees.number(properties.get(number), 0, id + "." + number)));
      }
    }
    for (String flag : FLAGS) {
      if (Trees.flag(properties.get(flag), false, id + "." + flag)) {
        attributes.put(flag, "true");
      }
    }
    return new QueueDeclaration(id, name, attributes, redrive(id, properties));
  }

  private static Optional<QueueDeclaration.Redrive> redrive(
      String id, Map<String, Object> properties) {
    Map<String, Object> policy = Trees.map(properties.get("RedrivePolicy"), id + ".RedrivePolicy");
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new QueueDeclaration.Redrive(
            Trees.text(policy.get("deadLetterTargetArn"), id + ".deadLetterTargetArn"),
            Trees.number(policy.get("maxReceiveCount"), 10, id + ".maxReceiveCount")));
  }
}
