package dev.offramp.bench;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Counts messages that are sent: each is received and deleted later. */
public final class MessageMeter implements ExecutionInterceptor {
  private final LongAdder requests = new LongAdder();
  private final LongAdder messages = new LongAdder();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    requests.increment();
    if (context.request() instanceof SendMessageRequest) {
      messages.increment();
    } else if (context.request() instanceof SendMessageBatchRequest batch) {
      messages.add(batch.entries().size());
    }
  }

  /** Requests to SQS that we made, and two for each message: Lambda receives and deletes it. */
  public long requests() {
    return requests.sum() + 2 * messages.sum();
  }
}
