package dev.offramp.functions.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.offramp.aws.BellBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParserHandlerTest {
  private final List<String> handled = new ArrayList<>();
  private final ParserHandler handler =
      new ParserHandler(
          BellBatch.ofBells(
              (subject, deadline) -> {
                if (subject.equals("bad")) {
                  throw new IllegalStateException("it failed");
                }
                handled.add(subject);
              },
              () -> Instant.EPOCH));

  @Test
  void onlyTheMessagesThatFailedAreAnswered() {
    var answer = handler.answer(event("first", "bad", "last"), Duration.ofMinutes(1));

    assertThat(answer.getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("id-bad");
    assertThat(handled).containsExactly("first", "last");
  }

  private static SQSEvent event(String... subjects) {
    SQSEvent event = new SQSEvent();
    event.setRecords(new ArrayList<>());
    for (String subject : subjects) {
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId("id-" + subject);
      message.setBody("{\"bell\":\"" + subject + "\"}");
      event.getRecords().add(message);
    }
    return event;
  }
}
