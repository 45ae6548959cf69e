package dev.offramp.local.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The event that Lambda gives a function for a batch of messages
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 */
final class SqsEventJson {
  private final ObjectMapper json = new ObjectMapper();
  private final String queueArn;
  private final String region;

  SqsEventJson(String queueArn, String region) {
    this.queueArn = queueArn;
    this.region = region;
  }

  String of(List<Message> messages) {
    ObjectNode event = json.createObjectNode();
    ArrayNode records = event.putArray("Records");
    messages.forEach(message -> record(records.addObject(), message));
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private void record(ObjectNode record, Message message) {
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    message.attributesAsStrings().forEach(attributes::put);
    ObjectNode given = record.putObject("messageAttributes");
    message
        .messageAttributes()
        .forEach(
            (name, value) -> {
              ObjectNode attribute = given.putObject(name);
              attribute.put("stringValue", value.stringValue());
              attribute.putArray("stringListValues");
              attribute.putArray("binaryListValues");
              attribute.put("dataType", value.dataType());
            });
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", queueArn);
    record.put("awsRegion", region);
  }
}
