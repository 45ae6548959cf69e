package dev.offramp.aws;

import dev.offramp.load.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Reads and writes many items of a table, in as many calls as that takes. */
final class BatchCalls {
  /** The most that one call reads or writes, as DynamoDB has it. */
  private static final int MOST_READ = 100;

  static final int MOST_WRITTEN = 25;
  private static final Duration BREATH = Duration.ofMillis(50);

  private final DynamoDbClient dynamo;
  private final String table;
  private final Pause pause;

  BatchCalls(DynamoDbClient dynamo, String table, Pause pause) {
    this.dynamo = dynamo;
    this.table = table;
    this.pause = pause;
  }

  /** The items that are there of some keys, each of which occurs once. Reads are consistent. */
  List<Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys) {
    List<Map<String, AttributeValue>> found = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += MOST_READ) {
      List<Map<String, AttributeValue>> wanted =
          keys.subList(from, Math.min(keys.size(), from + MOST_READ));
      Map<String, KeysAndAttributes> open =
          Map.of(table, KeysAndAttributes.builder().consistentRead(true).keys(wanted).build());
      while (!open.isEmpty()) {
        Map<String, KeysAndAttributes> request = open;
        BatchGetItemResponse answer = dynamo.batchGetItem(b -> b.requestItems(request));
        found.addAll(answer.responses().getOrDefault(table, List.of()));
        open = answer.unprocessedKeys();
        breathe(open.isEmpty());
      }
    }
    return found;
  }

  /** Puts items in the place of those that are there. */
  void put(List<Map<String, AttributeValue>> items) {
    write(
        items.stream()
            .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
            .toList());
  }

  /** Deletes items. */
  void delete(List<Map<String, AttributeValue>> keys) {
    write(
        keys.stream()
            .map(key -> WriteRequest.builder().deleteRequest(d -> d.key(key)).build())
            .toList());
  }

  private void write(List<WriteRequest> writes) {
    for (int from = 0; from < writes.size(); from += MOST_WRITTEN) {
      Map<String, List<WriteRequest>> open =
          Map.of(
              table,
              new ArrayList<>(writes.subList(from, Math.min(writes.size(), from + MOST_WRITTEN))));
      while (!open.isEmpty()) {
        Map<String, List<WriteRequest>> request = open;
        open = dynamo.batchWriteItem(b -> b.requestItems(request)).unprocessedItems();
        breathe(open.isEmpty());
      }
    }
  }

  private void breathe(boolean done) {
    if (!done) {
      pause.sleep(BREATH);
    }
  }
}
