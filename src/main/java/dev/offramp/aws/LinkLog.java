package dev.offramp.aws;

import dev.offramp.job.Ordinals;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The log of an account's links: one entry a set of pages, in the order in which they count. It
 * holds hashes of the keys that the pages have; what it has read it keeps, and reads on from there.
 *
 * <p>An entry is put under the number after the last one, on the condition that nothing is there:
 * so nobody who has read up to a number misses an entry before it, whoever writes at the same time.
 * Safe for several lanes.
 */
final class LinkLog {
  private static final int DIGITS = 12;

  /**
   * A set of pages.
   *
   * @param name under which the pages are
   * @param firstPage the number of the first page in this process
   * @param expires from when on it counts as gone
   */
  record Entry(String name, int firstPage, Instant expires) {}

  /**
   * A page.
   *
   * @param entry the set that it belongs to
   * @param place its place there
   */
  record Page(Entry entry, int place) {}

  private final DynamoDbClient dynamo;
  private final String table;
  private final String account;
  private TreeMap<Integer, Entry> entries = new TreeMap<>();
  private LinkIndex index = new LinkIndex();
  private long last;
  private String lastName = "";
  private int nextPage;

  /** Takes the client, the table, and the migration with the account whose links they are. */
  LinkLog(DynamoDbClient dynamo, String table, String account) {
    this.dynamo = dynamo;
    this.table = table;
    this.account = account;
  }

  boolean isOf(String other) {
    return account.equals(other);
  }

  /**
   * Reads what others have added. An entry that was the last one and is there no more has expired;
   * others may have begun anew since, so all is read again.
   */
  synchronized void refresh() {
    boolean known = false;
    for (var item : entriesFrom(last)) {
      if (last > 0 && !known) {
        known = number(item) == last && name(item).equals(lastName);
        if (!known) {
          break;
        }
      } else {
        take(item);
      }
    }
    if (last > 0 && !known) {
      forget();
      entriesFrom(0).forEach(this::take);
    }
  }

  private Iterable<Map<String, AttributeValue>> entriesFrom(long number) {
    return dynamo
        .queryPaginator(
            q ->
                q.tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk AND sk >= :sk")
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", AttributeValue.fromS(account),
                            ":sk", AttributeValue.fromS(Ordinals.of(number, DIGITS)))))
        .items();
  }

  private void forget() {
    entries = new TreeMap<>();
    index = new LinkIndex();
    last = 0;
    lastName = "";
    nextPage = 0;
  }

  private void take(Map<String, AttributeValue> item) {
    ByteBuffer bytes = item.get("hashes").b().asByteBuffer();
    int[] hashes = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(hashes);
    Instant expires = Instant.ofEpochSecond(Long.parseLong(item.get("expires").n()));
    take(number(item), name(item), hashes, JobItem.integer(item, "lines"), expires);
  }

  private void take(long number, String name, int[] hashes, int lines, Instant expires) {
    entries.put(nextPage, new Entry(name, nextPage, expires));
    index.add(hashes, nextPage, lines);
    nextPage += (hashes.length + lines - 1) / lines;
    last = number;
    lastName = name;
  }

  private static long number(Map<String, AttributeValue> item) {
    return Long.parseLong(JobItem.text(item, "sk"));
  }

  private static String name(Map<String, AttributeValue> item) {
    return JobItem.text(item, "name");
  }

  /**
   * Adds a set of pages that are written; from then on they count.
   *
   * @param name under which they are
   * @param keys of their lines, in order
   * @param lines how many of them a page has
   */
  synchronized void append(String name, List<String> keys, int lines, Instant expires) {
    int[] hashes = keys.stream().mapToInt(LinkIndex::hash).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Integer.BYTES);
    bytes.asIntBuffer().put(hashes);
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS(account));
    item.put("name", AttributeValue.fromS(name));
    item.put("hashes", AttributeValue.fromB(SdkBytes.fromByteArray(bytes.array())));
    item.put("lines", JobItem.number(lines));
    item.put("expires", JobItem.number(expires.getEpochSecond()));
    while (!has(name)) {
      item.put("sk", AttributeValue.fromS(Ordinals.of(last + 1, DIGITS)));
      try {
        dynamo.putItem(
            p -> p.tableName(table).item(item).conditionExpression("attribute_not_exists(pk)"));
        take(last + 1, name, hashes, lines, expires);
      } catch (ConditionalCheckFailedException e) {
        refresh(); // Somebody was faster; or it is our own, whose answer was lost.
      }
    }
  }

  private boolean has(String name) {
    return entries.descendingMap().values().stream().anyMatch(entry -> entry.name().equals(name));
  }

  /** The pages that may say something about a key, the latest first; without expired ones. */
  synchronized List<Page> pages(String key, Instant now) {
    return index.pages(key).stream()
        .map(number -> page(number))
        .filter(page -> page.entry().expires().isAfter(now))
        .toList();
  }

  private Page page(int number) {
    Entry entry = entries.floorEntry(number).getValue();
    return new Page(entry, number - entry.firstPage());
  }

  /** The later of a moment and that until which an entry is kept that has one of the keys. */
  synchronized Instant keptUntil(Collection<String> keys, Instant atLeast) {
    return keys.stream()
        .flatMap(key -> index.pages(key).stream())
        .map(number -> page(number).entry().expires())
        .filter(expires -> expires.isAfter(atLeast))
        .max(Instant::compareTo)
        .orElse(atLeast);
  }

  /** How many keys the entries have. */
  synchronized int size() {
    return index.size();
  }
}
