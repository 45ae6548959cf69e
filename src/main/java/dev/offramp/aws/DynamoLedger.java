package dev.offramp.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Ordinals;
import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The ledger table: one item a page, its lines compressed. Pages expire after the retention, and
 * with them the possibility of a rollback. DynamoDB deletes what has expired within some days, not
 * at once: until then it is there for nobody, neither to be read nor in the way of a new page.
 *
 * <p>Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
public final class DynamoLedger implements Ledger {
  /** DynamoDB takes items of 400 KB; the rest is for the key and a margin. */
  private static final int MOST_BYTES = 350 * 1024;

  private static final TypeReference<List<LedgerLine>> LINES = new TypeReference<>() {};

  private final DynamoDbClient dynamo;
  private final String table;
  private final PackedJson json;
  private final Duration retention;
  private final InstantSource clock;

  /** Takes the client, the table's name, how long pages are kept, and the clock. */
  public DynamoLedger(
      DynamoDbClient dynamo,
      String table,
      ObjectMapper json,
      Duration retention,
      InstantSource clock) {
    this.clock = clock;
    this.dynamo = dynamo;
    this.table = table;
    this.json = new PackedJson(json);
    this.retention = retention;
  }

  @Override
  public boolean append(LedgerEntry entry) {
    byte[] body = json.packed(entry.lines());
    if (body.length > MOST_BYTES) {
      throw new LedgerPageTooLargeException(body.length);
    }
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS(pk(entry.jobId(), entry.chunk())));
    item.put(
        "sk",
        AttributeValue.fromS(
            "%d#%s#%s#%s"
                .formatted(order(entry.stage()), entry.stage(), entry.part(), entry.page())));
    item.put("jobId", AttributeValue.fromS(entry.jobId()));
    item.put("chunk", JobItem.number(entry.chunk()));
    item.put("part", AttributeValue.fromS(entry.part().name()));
    item.put("stage", AttributeValue.fromS(entry.stage().name()));
    item.put("page", AttributeValue.fromS(entry.page()));
    item.put("fence", JobItem.number(entry.fence()));
    item.put("writtenAt", JobItem.instant(entry.writtenAt()));
    item.put("expires", JobItem.number(entry.writtenAt().plus(retention).getEpochSecond()));
    item.put("body", AttributeValue.fromB(SdkBytes.fromByteArray(body)));
    try {
      dynamo.putItem(
          p ->
              p.tableName(table)
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk) OR expires <= :now")
                  .expressionAttributeValues(Map.of(":now", now())));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false; // Invariant 4: the page that is there stays.
    }
  }

  @Override
  public List<LedgerEntry> pages(String jobId, int chunk) {
    return dynamo
        .queryPaginator(
            q ->
                q.tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(pk(jobId, chunk)))))
        .items()
        .stream()
        .filter(item -> !expired(item, clock.instant()))
        .map(this::read)
        .toList();
  }

  private AttributeValue now() {
    return JobItem.number(clock.instant().getEpochSecond());
  }

  /** Whether an item is to be taken for gone. */
  static boolean expired(Map<String, AttributeValue> item, Instant now) {
    AttributeValue expires = item.get("expires");
    return expires != null && Long.parseLong(expires.n()) <= now.getEpochSecond();
  }

  private LedgerEntry read(Map<String, AttributeValue> item) {
    return new LedgerEntry(
        JobItem.text(item, "jobId"),
        JobItem.integer(item, "chunk"),
        LedgerEntry.Part.valueOf(JobItem.text(item, "part")),
        LedgerEntry.Stage.valueOf(JobItem.text(item, "stage")),
        JobItem.text(item, "page"),
        Long.parseLong(item.get("fence").n()),
        Instant.parse(JobItem.text(item, "writtenAt")),
        json.unpacked(item.get("body").b().asByteArray(), LINES));
  }

  private static String pk(String jobId, int chunk) {
    return jobId + "#" + Ordinals.of(chunk + 1, 6);
  }

  private static int order(LedgerEntry.Stage stage) {
    return switch (stage) {
      case DEFINITIONS -> 0;
      case RECORDS -> 1;
      case CONSENT -> 2;
      case MEMBERSHIPS -> 3;
    };
  }
}
