package dev.offramp.local.event;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What a queue brings twice.
 *
 * @param batches whether every batch is delivered twice at the same time
 * @param s3Events whether S3's messages are sent a second time, where it is not us who sends them
 */
record Repeats(boolean batches, boolean s3Events) {
  private static final String COPY = "offramp-copy";
  private static final MessageAttributeValue YES =
      MessageAttributeValue.builder().dataType("String").stringValue("yes").build();

  /** Sends what S3 has sent once more, as a message of its own; copies are not copied. */
  void sendAgain(SqsClient sqs, String queueUrl, List<Message> batch) {
    if (!s3Events) {
      return;
    }
    for (Message message : batch) {
      if (message.body().contains("\"aws:s3\"") && !message.messageAttributes().containsKey(COPY)) {
        sqs.sendMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .messageBody(message.body())
                    .messageAttributes(Map.of(COPY, YES)));
      }
    }
  }
}
