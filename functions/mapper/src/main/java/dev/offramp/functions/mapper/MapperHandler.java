package dev.offramp.functions.mapper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.offramp.aws.BellBatch;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns the rows of chunks into what the destination should hold.
 *
 * <p>Takes the messages of its queue: our own bells, one a chunk. Answers with the messages that
 * failed, so that the others are not seen again.
 *
 * <p>Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
public final class MapperHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final BellBatch bells;

  /** Takes what answers the messages. */
  @Inject
  public MapperHandler(BellBatch bells) {
    this.bells = bells;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return answer(event, Duration.ofMillis(context.getRemainingTimeInMillis()));
  }

  SQSBatchResponse answer(SQSEvent event, Duration left) {
    Map<String, String> bodies = new LinkedHashMap<>();
    event.getRecords().forEach(record -> bodies.put(record.getMessageId(), record.getBody()));
    return new SQSBatchResponse(
        bells.failures(bodies, left).stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
  }
}
