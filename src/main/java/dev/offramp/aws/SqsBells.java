package dev.offramp.aws;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.Queue;
import dev.offramp.load.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Rings by sending messages, ten a request. */
public final class SqsBells implements Bells {
  private static final int BATCH = 10;
  private static final int MOST_TRIES = 5;
  private static final Duration BREATH = Duration.ofMillis(200);

  private final SqsClient sqs;
  private final Map<Queue, String> urls;
  private final Pause pause;

  /** Takes the client and the address of each queue. */
  public SqsBells(SqsClient sqs, Map<Queue, String> urls, Pause pause) {
    this.sqs = sqs;
    this.urls = new EnumMap<>(urls);
    this.pause = pause;
  }

  @Override
  public void ring(Collection<Bell> bells) {
    Map<Queue, List<Bell>> byQueue =
        bells.stream().distinct().collect(Collectors.groupingBy(Bell::queue));
    byQueue.forEach(
        (queue, all) -> {
          for (int from = 0; from < all.size(); from += BATCH) {
            send(urls.get(queue), all.subList(from, Math.min(all.size(), from + BATCH)));
          }
        });
  }

  private void send(String url, List<Bell> bells) {
    List<SendMessageBatchRequestEntry> open = new ArrayList<>();
    for (int i = 0; i < bells.size(); i++) {
      Bell bell = bells.get(i);
      open.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .messageBody(BellMessages.body(bell.subject()))
              .delaySeconds(Math.toIntExact(bell.delay().toSeconds()))
              .build());
    }
    for (int attempt = 0; attempt < MOST_TRIES && !open.isEmpty(); attempt++) {
      List<SendMessageBatchRequestEntry> entries = List.copyOf(open);
      Set<String> failed =
          sqs.sendMessageBatch(b -> b.queueUrl(url).entries(entries)).failed().stream()
              .map(BatchResultErrorEntry::id)
              .collect(Collectors.toSet());
      open.removeIf(entry -> !failed.contains(entry.id()));
      if (!open.isEmpty()) {
        pause.sleep(BREATH);
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("the queue takes no message");
    }
  }
}
