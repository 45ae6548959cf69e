package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.load.Crosswalk.Link;
import dev.offramp.testkit.CrosswalkContract;
import dev.offramp.testkit.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The crosswalk on DynamoDB Local, whose links are in pages. */
class DynamoCrosswalkTest extends CrosswalkContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final String ACCOUNT = "crm/spring";
  private static LocalDynamo local;
  private static int tables;

  private final ManualClock clock = new ManualClock(NOW);
  private DynamoCrosswalk.Tables names;

  @BeforeAll
  static void start() throws Exception {
    local = LocalDynamo.start();
  }

  @AfterAll
  static void stop() throws Exception {
    local.close();
  }

  @BeforeEach
  void createTables() {
    names = new DynamoCrosswalk.Tables("items" + tables, "pages" + tables++);
    local.createSortedTable(names.items());
    local.createSortedTable(names.pages());
  }

  @Override
  protected DynamoCrosswalk open() {
    return open(local.client(), RETENTION, 1_000_000);
  }

  private DynamoCrosswalk open(DynamoDbClient dynamo, Duration retention, int mostKeys) {
    return new DynamoCrosswalk(
        dynamo,
        names,
        new ObjectMapper(),
        new ThreadPause(),
        retention,
        clock,
        () -> UUID.randomUUID().toString(),
        mostKeys);
  }

  private static void put(DynamoCrosswalk crosswalk, Link... links) {
    crosswalk.put("spring", ACCOUNT, List.of(links));
  }

  private static Map<String, Link> find(DynamoCrosswalk crosswalk, String... keys) {
    return crosswalk.find("spring", ACCOUNT, List.of(keys));
  }

  private static void remove(DynamoCrosswalk crosswalk, String... keys) {
    crosswalk.remove("spring", ACCOUNT, List.of(keys));
  }

  private List<Map<String, AttributeValue>> all(String table) {
    return local.client().scanPaginator(s -> s.tableName(table)).items().stream().toList();
  }

  private void deleteAll(String table) {
    all(table)
        .forEach(
            item ->
                local
                    .client()
                    .deleteItem(
                        d ->
                            d.tableName(table)
                                .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))));
  }

  /** A link as earlier versions wrote it. */
  private void earlier(String key, String remote, Instant expires) {
    Map<String, AttributeValue> item =
        Map.of(
            "pk", AttributeValue.fromS("spring#" + ACCOUNT + "#" + key),
            "sk", AttributeValue.fromS(key),
            "remoteId", AttributeValue.fromS(remote),
            "jobId", AttributeValue.fromS("j1"),
            "row", AttributeValue.fromN("7"),
            "created", AttributeValue.fromBool(true),
            "fingerprint", AttributeValue.fromS("f"),
            "expires", AttributeValue.fromN(Long.toString(expires.getEpochSecond())));
    local.client().putItem(b -> b.tableName(names.items()).item(item));
  }

  @Test
  void whatHasExpiredIsGoneThoughTheTableStillHasIt() {
    DynamoCrosswalk crosswalk = open();
    put(crosswalk, link("id:1", 1));
    clock.advance(RETENTION.minusSeconds(1));
    assertThat(find(crosswalk, "id:1")).hasSize(1);
    put(crosswalk, link("id:2", 2));
    clock.advance(Duration.ofSeconds(1));
    for (DynamoCrosswalk reader : List.of(crosswalk, open())) {
      assertThat(find(reader, "id:1", "id:2")).containsOnlyKeys("id:2");
    }
    assertThat(all(names.pages())).hasSize(4);
    assertThat(all(names.pages()))
        .extracting(item -> item.get("expires").n())
        .contains(Long.toString(NOW.plus(RETENTION).getEpochSecond()));
  }

  @Test
  void whatWasReplacedOrRemovedDoesNotComeBackWhereLinksAreKeptForLessTimeNow() {
    DynamoCrosswalk before = open();
    DynamoCrosswalk after = open(local.client(), Duration.ofDays(1), 1_000_000);
    put(before, link("id:1", 1), link("id:2", 2));
    earlier("id:3", "r3", NOW.plus(RETENTION));
    earlier("id:4", "r4", NOW.plus(RETENTION));
    put(after, link("id:1", 5));
    put(after, link("id:3", 6));
    remove(after, "id:2", "id:4");
    clock.advance(Duration.ofDays(2));
    assertThat(find(open(), "id:1", "id:2", "id:3", "id:4"))
        .isEqualTo(Map.of("id:1", link("id:1", 5)));
    clock.advance(RETENTION);
    assertThat(find(open(), "id:1", "id:2", "id:3", "id:4")).isEmpty();
  }

  @Test
  void aLinkOfAnEarlierVersionCountsAndSaysNothingAboutConsent() {
    earlier("id:1", "r1", NOW.plus(RETENTION));
    earlier("id:2", "r2", NOW.plus(RETENTION));
    earlier("id:3", "r3", NOW.plus(RETENTION));
    DynamoCrosswalk crosswalk = open();
    assertThat(find(crosswalk, "id:1", "id:9"))
        .isEqualTo(Map.of("id:1", new Link("id:1", "r1", "j1", 7, true, "f")));
    put(crosswalk, link("id:2", 2), link("id:5", 5));
    remove(crosswalk, "id:3", "id:8");
    assertThat(find(open(), "id:1", "id:2", "id:3", "id:5"))
        .isEqualTo(
            Map.of(
                "id:1",
                new Link("id:1", "r1", "j1", 7, true, "f", ConsentOrder.SUBSCRIBE, false),
                "id:2",
                link("id:2", 2),
                "id:5",
                link("id:5", 5)));
    assertThat(all(names.items())).extracting(item -> item.get("sk").s()).containsExactly("id:1");
    clock.advance(RETENTION);
    assertThat(find(open(), "id:1")).isEmpty();
  }

  @Test
  void twoKeysOfOneHashAreTwoKeys() {
    String one = "address:2326a64763372b5689ca4c79";
    String other = "address:dec72379d9fdcd2b8f733ab3";
    assertThat(LinkIndex.hash(one)).isEqualTo(LinkIndex.hash(other));
    DynamoCrosswalk crosswalk = open();
    put(crosswalk, link(one, 1));
    assertThat(find(crosswalk, other)).isEmpty();
    remove(crosswalk, other);
    assertThat(find(crosswalk, one, other)).isEqualTo(Map.of(one, link(one, 1)));
    put(crosswalk, link(other, 2));
    assertThat(find(open(), one, other))
        .isEqualTo(Map.of(one, link(one, 1), other, link(other, 2)));
    remove(crosswalk, one);
    assertThat(find(open(), one, other)).isEqualTo(Map.of(other, link(other, 2)));
  }

  /** A client that sends every put twice, as the SDK does where the first answer is lost. */
  private static DynamoDbClient putsTwice() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (self, method, args) -> {
              try {
                if (method.getName().equals("putItem")) {
                  method.invoke(local.client(), args);
                }
                return method.invoke(local.client(), args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void anAnswerThatIsLostDoesNotMakeTwoEntries() {
    DynamoCrosswalk crosswalk = open(putsTwice(), RETENTION, 1_000_000);
    put(crosswalk, link("id:1", 1));
    put(crosswalk, link("id:2", 2));
    assertThat(find(crosswalk, "id:1", "id:2")).hasSize(2);
    assertThat(find(open(), "id:1", "id:2")).hasSize(2);
    assertThat(all(names.pages())).as("two pages, two entries").hasSize(4);
  }

  /** A client for which somebody else is always faster, so many times. */
  private DynamoDbClient overtaken(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (self, method, args) -> {
              try {
                if (method.getName().equals("putItem") && left.getAndDecrement() > 0) {
                  put(open(), link("id:other" + left.get(), left.get()), link("id:1", 100));
                }
                return method.invoke(local.client(), args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whoIsOvertakenWritesAfterwards() {
    DynamoCrosswalk crosswalk = open(overtaken(3), RETENTION, 1_000_000);
    put(crosswalk, link("id:1", 1));
    assertThat(find(crosswalk, "id:1", "id:other0", "id:other1", "id:other2"))
        .containsEntry("id:1", link("id:1", 1))
        .hasSize(4);
  }

  @Test
  void aLogThatHasExpiredIsBegunAnewAndWhoKnewTheOldOneSeesIt() {
    DynamoCrosswalk knows = open();
    for (int n = 0; n < 5; n++) {
      put(knows, link("id:" + n, n));
    }
    clock.advance(RETENTION.plusDays(1));
    deleteAll(names.pages());
    put(open(), link("id:7", 7));
    assertThat(find(knows, "id:1", "id:7")).isEqualTo(Map.of("id:7", link("id:7", 7)));
    for (int n = 20; n < 24; n++) {
      put(open(), link("id:" + n, n));
    }
    deleteAll(names.pages());
    for (int n = 30; n < 35; n++) {
      put(open(), link("id:" + n, n));
    }
    assertThat(find(knows, "id:20", "id:30", "id:34")).containsOnlyKeys("id:30", "id:34");
    put(knows, link("id:40", 40));
    assertThat(find(open(), "id:30", "id:40")).hasSize(2);
  }

  /** A client that counts how often it is asked whether a table holds anything. */
  private static DynamoDbClient counting(AtomicInteger scans) {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (self, method, args) -> {
              if (method.getName().equals("scan")) {
                scans.incrementAndGet();
              }
              try {
                return method.invoke(local.client(), args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whereThereAreNoItemsThatIsAskedOnceForAnAccount() {
    AtomicInteger scans = new AtomicInteger();
    DynamoCrosswalk crosswalk = open(counting(scans), RETENTION, 1_000_000);
    for (int n = 0; n < 5; n++) {
      put(crosswalk, link("id:" + n, n));
      assertThat(find(crosswalk, "id:" + n, "id:unknown")).hasSize(1);
      remove(crosswalk, "id:" + n);
    }
    assertThat(scans).hasValue(1);
    earlier("id:9", "r9", NOW.plus(RETENTION));
    crosswalk.find("spring", "crm/other", List.of("id:9"));
    assertThat(scans).as("another account's loader of before may have been at work").hasValue(2);
    assertThat(find(crosswalk, "id:9")).hasSize(1);
  }

  @Test
  void whatTheIndexHasNoRoomForIsAnItemOfItsOwn() {
    DynamoCrosswalk crosswalk = open(local.client(), RETENTION, 10);
    List<String> keys = new ArrayList<>();
    Map<String, Link> expected = new HashMap<>();
    for (int n = 0; n < 30; n++) {
      keys.add("id:" + n);
      expected.put("id:" + n, link("id:" + n, n));
      put(crosswalk, link("id:" + n, n));
    }
    assertThat(all(names.items())).hasSize(20);
    put(crosswalk, link("id:3", 300), link("id:25", 250));
    expected.put("id:3", link("id:3", 300));
    expected.put("id:25", link("id:25", 250));
    remove(crosswalk, "id:4", "id:26");
    expected.keySet().removeAll(List.of("id:4", "id:26"));
    for (int mostKeys : new int[] {10, 1000}) {
      DynamoCrosswalk reader = open(local.client(), RETENTION, mostKeys);
      assertThat(reader.find("spring", ACCOUNT, keys)).isEqualTo(expected);
    }
    put(open(), link("id:27", 270));
    expected.put("id:27", link("id:27", 270));
    assertThat(crosswalk.find("spring", ACCOUNT, keys)).isEqualTo(expected);
    assertThat(all(names.items())).as("25 is still apart, 26 is gone, 27 moved").hasSize(18);
  }

  @Test
  void aChunkOfAThousandPeopleTakesFewWriteUnits() {
    Random random = new Random(2);
    byte[] digest = new byte[12];
    byte[] fingerprint = new byte[8];
    List<Link> links = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      random.nextBytes(digest);
      random.nextBytes(fingerprint);
      Link link =
          new Link(
              "id:" + (48_120_000L + 3L * n),
              Long.toString(201_000_000L + 7L * n),
              "j-0123456789abcdef",
              n,
              true,
              HexFormat.of().formatHex(fingerprint),
              ConsentOrder.SUBSCRIBE,
              false);
      links.add(link);
      links.add(
          new Link(
              "address:" + HexFormat.of().formatHex(digest),
              link.remoteId(),
              link.jobId(),
              n,
              true,
              link.fingerprint(),
              ConsentOrder.SUBSCRIBE,
              true));
    }
    open().put("spring", ACCOUNT, links);
    List<Integer> sizes = all(names.pages()).stream().map(DynamoCrosswalkTest::size).toList();
    assertThat(sizes).hasSize(21);
    int units = sizes.stream().mapToInt(size -> (size + 1023) / 1024).sum();
    assertThat(units).as("two items a person were two thousand").isLessThan(80);
    assertThat(sizes).filteredOn(size -> size > 4096).as("but for the log's entry").hasSize(1);
  }

  private static int size(Map<String, AttributeValue> item) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      AttributeValue value = attribute.getValue();
      size += attribute.getKey().length();
      size += value.b() != null ? value.b().asByteArray().length : 0;
      size += value.s() != null ? value.s().length() : 0;
      size += value.n() != null ? value.n().length() / 2 + 1 : 0;
    }
    return size;
  }
}
