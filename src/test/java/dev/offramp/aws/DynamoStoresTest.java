package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.job.JobStore;
import dev.offramp.load.Crosswalk.Link;
import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.load.LedgerLine;
import dev.offramp.testkit.JobStoreContract;
import dev.offramp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The tables on DynamoDB Local: jobs by their contract, ledger and crosswalk by their own cases.
 */
class DynamoStoresTest extends JobStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static LocalDynamo local;
  private static int tables;

  @BeforeAll
  static void start() throws Exception {
    local = LocalDynamo.start();
  }

  @AfterAll
  static void stop() throws Exception {
    local.close();
  }

  private static DynamoDbClient dynamo() {
    return local.client();
  }

  private static String table() {
    String name = "table" + tables++;
    dynamo()
        .createTable(
            t ->
                t.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                    .attributeDefinitions(text("pk"), text("sk")));
    return name;
  }

  private static Ledger ledger(String table, InstantSource clock) {
    return new DynamoLedger(dynamo(), table, new ObjectMapper(), Duration.ofDays(90), clock);
  }

  private static DynamoCrosswalk crosswalk(String table, InstantSource clock) {
    return new DynamoCrosswalk(dynamo(), table, new ThreadPause(), Duration.ofDays(90), clock);
  }

  @Test
  void whatHasExpiredIsGoneThoughTheTableStillHasIt() {
    String pages = table();
    String links = table();
    ManualClock clock = new ManualClock(NOW);
    Ledger ledger = ledger(pages, clock);
    DynamoCrosswalk crosswalk = crosswalk(links, clock);
    LedgerEntry page = entry("first", List.of(), clock.instant());
    Link link = new Link("id:1", "501", "job", 3, true, "f");
    assertThat(ledger.append(page)).isTrue();
    crosswalk.put("spring", "hubspot/spring", List.of(link));
    clock.advance(Duration.ofDays(90).minusSeconds(1));
    assertThat(ledger.append(page)).as("invariant 4").isFalse();
    assertThat(ledger.pages("job", 0)).hasSize(1);
    assertThat(crosswalk.find("spring", "hubspot/spring", List.of("id:1"))).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ledger.pages("job", 0)).isEmpty();
    assertThat(crosswalk.find("spring", "hubspot/spring", List.of("id:1"))).isEmpty();
    assertThat(dynamo().scan(s -> s.tableName(pages)).count()).isOne();
    assertThat(ledger.append(entry("first", List.of(), clock.instant()))).isTrue();
    assertThat(ledger.pages("job", 0)).hasSize(1);
  }

  private static LedgerEntry entry(String name, List<LedgerLine> lines, Instant at) {
    return new LedgerEntry("job", 0, Part.INTENT, Stage.RECORDS, name, 1, at, lines);
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  @Override
  protected JobStore store() {
    return new DynamoJobStore(dynamo(), table(), new ThreadPause());
  }

  private static LedgerEntry page(int chunk, Stage stage, Part part, String name, String value) {
    LedgerLine line =
        new LedgerLine(
            name, 1, "create", "id:1", "1", "", Map.of("f", value), Map.of("f", ""), "", "");
    return new LedgerEntry("j1", chunk, part, stage, name, 3, NOW, List.of(line));
  }

  @Test
  void invariant4_theFirstBeforeImageWins() {
    Ledger ledger = ledger(table(), () -> NOW);
    LedgerEntry first = page(0, Stage.RECORDS, Part.INTENT, "000", "first");
    assertThat(ledger.append(first)).isTrue();
    assertThat(ledger.append(page(0, Stage.RECORDS, Part.INTENT, "000", "second"))).isFalse();
    assertThat(ledger.pages("j1", 0)).containsExactly(first);
  }

  @Test
  void pagesOfAChunkComeInTheOrderOfTheStages() {
    Ledger ledger = ledger(table(), () -> NOW);
    ledger.append(page(2, Stage.MEMBERSHIPS, Part.INTENT, "a", "x"));
    ledger.append(page(2, Stage.RECORDS, Part.OUTCOME, "a", "x"));
    ledger.append(page(2, Stage.RECORDS, Part.INTENT, "a", "x"));
    ledger.append(page(LedgerEntry.PREPARATION, Stage.DEFINITIONS, Part.INTENT, "a", "x"));
    assertThat(ledger.pages("j1", 2))
        .extracting(LedgerEntry::stage, LedgerEntry::part)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Stage.RECORDS, Part.INTENT),
            org.assertj.core.groups.Tuple.tuple(Stage.RECORDS, Part.OUTCOME),
            org.assertj.core.groups.Tuple.tuple(Stage.MEMBERSHIPS, Part.INTENT));
    assertThat(ledger.pages("j1", LedgerEntry.PREPARATION)).hasSize(1);
  }

  @Test
  void aPageThatDoesNotFitIsRefusedBeforeItIsSent() {
    Ledger ledger = ledger(table(), () -> NOW);
    StringBuilder noise = new StringBuilder();
    new Random(4).ints(700_000, 33, 126).forEach(noise::appendCodePoint);
    LedgerEntry large = page(0, Stage.RECORDS, Part.INTENT, "000", noise.toString());
    assertThatThrownBy(() -> ledger.append(large))
        .isInstanceOf(Ledger.LedgerPageTooLargeException.class);
  }

  @Test
  void pagesExpireAfterTheRetention() {
    String table = table();
    new DynamoLedger(dynamo(), table, new ObjectMapper(), Duration.ofDays(30), () -> NOW)
        .append(page(0, Stage.RECORDS, Part.INTENT, "000", "x"));
    Map<String, AttributeValue> item = dynamo().scan(s -> s.tableName(table)).items().get(0);
    assertThat(item.get("expires").n())
        .isEqualTo(Long.toString(NOW.plus(Duration.ofDays(30)).getEpochSecond()));
  }

  @Test
  void theCrosswalkFindsWhatWasPutInAnyNumber() {
    DynamoCrosswalk crosswalk = crosswalk(table(), () -> NOW);
    List<Link> links = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int n = 0; n < 260; n++) {
      ConsentOrder said = n % 3 == 0 ? ConsentOrder.OPT_OUT : ConsentOrder.LEAVE;
      links.add(new Link("id:" + n, "r" + n, "j1", n, n % 2 == 0, "f", said, n % 7 == 0));
      keys.add("id:" + n);
    }
    crosswalk.put("spring", "crm/spring", links);
    assertThat(crosswalk.find("spring", "crm/spring", keys).values())
        .containsExactlyInAnyOrderElementsOf(links);
    assertThat(crosswalk.find("autumn", "crm/spring", keys)).isEmpty();
    crosswalk.remove("spring", "crm/spring", keys.subList(0, 200));
    assertThat(crosswalk.find("spring", "crm/spring", keys)).hasSize(60);
  }

  @Test
  void aLinkOfAnEarlierVersionSaysNothingAboutConsent() {
    String table = table();
    DynamoCrosswalk crosswalk = crosswalk(table, InstantSource.system());
    Map<String, AttributeValue> item =
        Map.of(
            "pk", AttributeValue.fromS("spring#crm/spring#id:1"),
            "sk", AttributeValue.fromS("id:1"),
            "remoteId", AttributeValue.fromS("r1"),
            "jobId", AttributeValue.fromS("j1"),
            "row", AttributeValue.fromN("7"),
            "created", AttributeValue.fromBool(true),
            "fingerprint", AttributeValue.fromS("f"));
    dynamo().putItem(b -> b.tableName(table).item(item));
    assertThat(crosswalk.find("spring", "crm/spring", List.of("id:1")).get("id:1"))
        .isEqualTo(new Link("id:1", "r1", "j1", 7, true, "f"));
  }
}
