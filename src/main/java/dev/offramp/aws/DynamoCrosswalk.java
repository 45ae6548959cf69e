package dev.offramp.aws;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The crosswalk table: one item a key of Kartra's. A link expires with the ledger of the job that
 * last wrote it; what has expired counts as gone, whether DynamoDB has deleted it or not.
 */
public final class DynamoCrosswalk implements Crosswalk {
  /** The most that one call reads or writes, as DynamoDB has it. */
  private static final int MOST_READ = 100;

  private static final int MOST_WRITTEN = 25;
  private static final Duration BREATH = Duration.ofMillis(50);

  private final DynamoDbClient dynamo;
  private final String table;
  private final Pause pause;
  private final Duration retention;
  private final InstantSource clock;

  /** Takes the client, the table's name, how to wait, how long links are kept, and the clock. */
  public DynamoCrosswalk(
      DynamoDbClient dynamo, String table, Pause pause, Duration retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
    this.dynamo = dynamo;
    this.table = table;
    this.pause = pause;
  }

  @Override
  public Map<String, Link> find(String migration, String account, Collection<String> sourceKeys) {
    List<String> keys = sourceKeys.stream().distinct().toList();
    Map<String, Link> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += MOST_READ) {
      List<Map<String, AttributeValue>> wanted =
          keys.subList(from, Math.min(keys.size(), from + MOST_READ)).stream()
              .map(key -> key(migration, account, key))
              .toList();
      Map<String, KeysAndAttributes> open =
          Map.of(table, KeysAndAttributes.builder().consistentRead(true).keys(wanted).build());
      while (!open.isEmpty()) {
        Map<String, KeysAndAttributes> request = open;
        BatchGetItemResponse answer = dynamo.batchGetItem(b -> b.requestItems(request));
        for (var item : answer.responses().getOrDefault(table, List.of())) {
          if (!DynamoLedger.expired(item, clock.instant())) {
            Link link = link(item);
            found.put(link.sourceKey(), link);
          }
        }
        open = answer.unprocessedKeys();
        breathe(open.isEmpty());
      }
    }
    return found;
  }

  @Override
  public void put(String migration, String account, Collection<Link> links) {
    Map<String, WriteRequest> writes = new HashMap<>();
    AttributeValue expires = JobItem.number(clock.instant().plus(retention).getEpochSecond());
    for (Link link : links) {
      Map<String, AttributeValue> item = new HashMap<>(key(migration, account, link.sourceKey()));
      item.put("remoteId", AttributeValue.fromS(link.remoteId()));
      item.put("jobId", AttributeValue.fromS(link.jobId()));
      item.put("row", JobItem.number(link.row()));
      item.put("created", AttributeValue.fromBool(link.created()));
      item.put("fingerprint", AttributeValue.fromS(link.fingerprint()));
      item.put("consent", AttributeValue.fromS(link.consent().name()));
      if (link.permitted()) {
        item.put("permitted", AttributeValue.fromBool(true));
      }
      item.put("expires", expires);
      writes.put(link.sourceKey(), WriteRequest.builder().putRequest(p -> p.item(item)).build());
    }
    write(List.copyOf(writes.values()));
  }

  @Override
  public void remove(String migration, String account, Collection<String> sourceKeys) {
    write(
        sourceKeys.stream()
            .distinct()
            .map(
                key ->
                    WriteRequest.builder()
                        .deleteRequest(d -> d.key(key(migration, account, key)))
                        .build())
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

  private static Map<String, AttributeValue> key(
      String migration, String account, String sourceKey) {
    return Map.of(
        "pk", AttributeValue.fromS(migration + "#" + account + "#" + sourceKey),
        "sk", AttributeValue.fromS(sourceKey));
  }

  private static Link link(Map<String, AttributeValue> item) {
    return new Link(
        JobItem.text(item, "sk"),
        JobItem.text(item, "remoteId"),
        JobItem.text(item, "jobId"),
        Long.parseLong(item.get("row").n()),
        item.get("created").bool(),
        JobItem.text(item, "fingerprint"),
        // Items of before say nothing about consent.
        item.containsKey("consent")
            ? ConsentOrder.valueOf(JobItem.text(item, "consent"))
            : ConsentOrder.SUBSCRIBE,
        item.containsKey("permitted"));
  }
}
