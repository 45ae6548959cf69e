package dev.offramp.local.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;

/**
 * Which messages of a batch a function's answer says have failed
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
final class PartialBatch {
  private final ObjectMapper json = new ObjectMapper();

  /**
   * The messages that stay in the queue. Nothing, {@code null}, and an empty or missing list mean
   * that all went well; an answer that is not understood, or names a message that was not in the
   * batch, means that all have failed.
   *
   * @param answer the function's answer
   * @param batch the ids of all messages of the batch
   */
  Set<String> failures(String answer, Set<String> batch) {
    if (answer.isBlank()) {
      return Set.of();
    }
    JsonNode root;
    try {
      root = json.readTree(answer);
    } catch (JsonProcessingException e) {
      return batch;
    }
    if (root.isNull()) {
      return Set.of();
    }
    JsonNode failures = root.path("batchItemFailures");
    if (failures.isMissingNode() || failures.isNull()) {
      return root.isObject() ? Set.of() : batch;
    }
    if (!failures.isArray()) {
      return batch;
    }
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : failures) {
      String id = failure.path("itemIdentifier").asText("");
      if (!batch.contains(id)) {
        return batch;
      }
      failed.add(id);
    }
    return failed;
  }
}
