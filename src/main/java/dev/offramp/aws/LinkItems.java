package dev.offramp.aws;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.load.Crosswalk.Link;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Links as one item each: those of earlier versions, and those of accounts with more people than an
 * index in memory should hold.
 */
final class LinkItems {
  private final DynamoDbClient dynamo;
  private final String table;
  private final BatchCalls calls;

  LinkItems(DynamoDbClient dynamo, String table, BatchCalls calls) {
    this.dynamo = dynamo;
    this.table = table;
    this.calls = calls;
  }

  /** Whether the table holds anything; mostly it does not, and then nothing is sought in it. */
  boolean any() {
    Map<String, AttributeValue> from = Map.of();
    do {
      Map<String, AttributeValue> start = from;
      ScanResponse answer =
          dynamo.scan(
              s ->
                  s.tableName(table)
                      .limit(1)
                      .consistentRead(true)
                      .exclusiveStartKey(start.isEmpty() ? null : start));
      if (!answer.items().isEmpty()) {
        return true;
      }
      from = answer.lastEvaluatedKey();
    } while (!from.isEmpty());
    return false;
  }

  /** The links that are there, by key; without those that have expired. */
  Map<String, Link> find(String account, Collection<String> sourceKeys, Instant now) {
    Map<String, Link> found = new HashMap<>();
    for (var item : calls.read(keys(account, sourceKeys))) {
      if (!DynamoLedger.expired(item, now)) {
        Link link = link(item);
        found.put(link.sourceKey(), link);
      }
    }
    return found;
  }

  /** Writes links, each with another key. */
  void put(String account, Collection<Link> links, Instant expires) {
    calls.put(links.stream().map(link -> item(account, link, expires)).toList());
  }

  /** Deletes what there is under some keys. */
  void remove(String account, Collection<String> sourceKeys) {
    // A look costs a fifth of a deletion, and mostly there is nothing.
    List<String> there =
        calls.read(keys(account, sourceKeys)).stream()
            .map(item -> JobItem.text(item, "sk"))
            .toList();
    calls.delete(keys(account, there));
  }

  private static List<Map<String, AttributeValue>> keys(
      String account, Collection<String> sourceKeys) {
    return sourceKeys.stream().distinct().map(key -> key(account, key)).toList();
  }

  private static Map<String, AttributeValue> key(String account, String sourceKey) {
    return Map.of(
        "pk", AttributeValue.fromS(account + "#" + sourceKey),
        "sk", AttributeValue.fromS(sourceKey));
  }

  private static Map<String, AttributeValue> item(String account, Link link, Instant expires) {
    Map<String, AttributeValue> item = new HashMap<>(key(account, link.sourceKey()));
    item.put("remoteId", AttributeValue.fromS(link.remoteId()));
    item.put("jobId", AttributeValue.fromS(link.jobId()));
    item.put("row", JobItem.number(link.row()));
    item.put("created", AttributeValue.fromBool(link.created()));
    item.put("fingerprint", AttributeValue.fromS(link.fingerprint()));
    item.put("consent", AttributeValue.fromS(link.consent().name()));
    if (link.permitted()) {
      item.put("permitted", AttributeValue.fromBool(true));
    }
    item.put("expires", JobItem.number(expires.getEpochSecond()));
    return item;
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
