package dev.offramp.local.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.local.emulator.SqsEmulator;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class RepeatsTest {
  private static final String EVENT = "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}";
  private static final String BELL = "{\"bell\":\"a job\"}";

  @Test
  void what_s3_sends_comes_twice_and_only_that() {
    try (SqsEmulator sqs = SqsEmulator.start(0, "us-east-1", "000000000000");
        SqsClient client = client(sqs)) {
      String queue = client.createQueue(q -> q.queueName("uploads")).queueUrl();
      client.sendMessage(m -> m.queueUrl(queue).messageBody(EVENT));
      client.sendMessage(m -> m.queueUrl(queue).messageBody(BELL));
      Repeats repeats = new Repeats(false, true);

      List<Message> first = receive(client, queue);
      assertThat(first).extracting(Message::body).containsExactlyInAnyOrder(EVENT, BELL);
      repeats.sendAgain(client, queue, first);

      List<Message> second = receive(client, queue);
      assertThat(second).extracting(Message::body).containsExactly(EVENT);
      assertThat(second).extracting(Message::messageId).doesNotContain(first.get(0).messageId());
      repeats.sendAgain(client, queue, second);
      assertThat(receive(client, queue)).isEmpty();

      new Repeats(true, false).sendAgain(client, queue, first);
      assertThat(receive(client, queue)).isEmpty();
    }
  }

  private static List<Message> receive(SqsClient client, String queue) {
    return client
        .receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private static SqsClient client(SqsEmulator sqs) {
    return SqsClient.builder()
        .endpointOverride(sqs.uri())
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }
}
