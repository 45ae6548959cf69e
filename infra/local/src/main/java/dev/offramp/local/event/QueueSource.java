package dev.offramp.local.event;

import dev.offramp.local.InvocationResult;
import dev.offramp.local.template.FunctionDeclaration.QueueEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Feeds a function from a queue as Lambda does: receives up to a batch, calls, deletes what went
 * well. What did not go well becomes visible again when the queue's time-out says so, and goes to
 * the dead letters when the queue's redrive says so.
 */
final class QueueSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);
  private static final int MOST_PER_RECEIVE = 10;
  private static final int LONG_POLL_SECONDS = 2;
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

  private final String function;
  private final QueueEvent mapping;
  private final String queueUrl;
  private final SqsClient sqs;
  private final FunctionCaller caller;
  private final Repeats repeats;
  private final SqsEventJson json;
  private final PartialBatch partial = new PartialBatch();
  private final Semaphore concurrency;
  private final ExecutorService calls;
  private final Thread poller;
  private volatile boolean stopped;

  /**
   * @param function the logical id of the function
   * @param concurrency the most calls at a time
   * @param repeats what comes twice
   */
  QueueSource(
      String function,
      QueueEvent mapping,
      String queueUrl,
      String region,
      int concurrency,
      SqsClient sqs,
      FunctionCaller caller,
      Repeats repeats) {
    this.function = function;
    this.mapping = mapping;
    this.queueUrl = queueUrl;
    this.sqs = sqs;
    this.caller = caller;
    this.repeats = repeats;
    this.json = new SqsEventJson(mapping.queueArn(), region);
    this.concurrency = new Semaphore(concurrency);
    this.calls = Executors.newCachedThreadPool(this::daemon);
    this.poller = daemon(this::poll);
  }

  void start() {
    poller.start();
  }

  private Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sqs-" + function + "-" + mapping.id());
    thread.setDaemon(true);
    return thread;
  }

  private void poll() {
    while (!stopped) {
      try {
        concurrency.acquire();
        List<Message> batch = gather();
        if (batch.isEmpty()) {
          concurrency.release();
        } else {
          calls.execute(() -> deliver(batch));
        }
      } catch (InterruptedException e) {
        return;
      } catch (SdkException e) {
        concurrency.release();
        if (!pauseAfter(e)) {
          return;
        }
      }
    }
  }

  private boolean pauseAfter(SdkException error) {
    if (stopped) {
      return false;
    }
    LOG.warn("{}: the queue cannot be read now: {}", function, error.getMessage());
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_ERROR.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private List<Message> gather() {
    List<Message> batch = new ArrayList<>(receive(mapping.batchSize(), LONG_POLL_SECONDS));
    if (batch.isEmpty() || mapping.window().isZero()) {
      return batch;
    }
    long end = System.nanoTime() + mapping.window().toNanos();
    while (batch.size() < mapping.batchSize() && System.nanoTime() < end && !stopped) {
      batch.addAll(receive(mapping.batchSize() - batch.size(), 1));
    }
    return batch;
  }

  private List<Message> receive(int most, int waitSeconds) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(Math.min(most, MOST_PER_RECEIVE))
                    .waitTimeSeconds(waitSeconds)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  private void deliver(List<Message> batch) {
    try {
      repeats.sendAgain(sqs, queueUrl, batch);
      String event = json.of(batch);
      CompletableFuture<Void> duplicate =
          repeats.batches()
              ? CompletableFuture.runAsync(() -> callQuietly(event), calls)
              : CompletableFuture.completedFuture(null);
      InvocationResult result = caller.call(function, event);
      settle(batch, result);
      duplicate.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The messages stay in the queue; an emulator that is being stopped is no news.
      if (!stopped) {
        LOG.warn("{}: a batch could not be settled: {}", function, e.toString());
      }
    } finally {
      concurrency.release();
    }
  }

  private void callQuietly(String event) {
    try {
      caller.call(function, event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(List<Message> batch, InvocationResult result) {
    if (!result.succeeded()) {
      result.error().ifPresent(error -> LOG.warn("{}: a batch failed: {}", function, error.type()));
      return;
    }
    Set<String> ids = batch.stream().map(Message::messageId).collect(Collectors.toSet());
    Set<String> failed =
        mapping.partialResponses() ? partial.failures(result.payload(), ids) : Set.of();
    List<Message> done =
        batch.stream().filter(message -> !failed.contains(message.messageId())).toList();
    for (int from = 0; from < done.size(); from += MOST_PER_RECEIVE) {
      delete(done.subList(from, Math.min(done.size(), from + MOST_PER_RECEIVE)));
    }
  }

  private void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receiptHandle())
              .build());
    }
    sqs.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
  }

  @Override
  public void close() {
    stopped = true;
    poller.interrupt();
    calls.shutdownNow();
  }
}
