package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.JobStore;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables on DynamoDB Local: jobs by their contract, the ledger by its own cases. */
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
    local.createSortedTable(name);
    return name;
  }

  private static Ledger ledger(String table, InstantSource clock) {
    return new DynamoLedger(dynamo(), table, new ObjectMapper(), Duration.ofDays(90), clock);
  }

  @Test
  void whatHasExpiredIsGoneThoughTheTableStillHasIt() {
    String pages = table();
    ManualClock clock = new ManualClock(NOW);
    Ledger ledger = ledger(pages, clock);
    LedgerEntry page = entry("first", List.of(), clock.instant());
    assertThat(ledger.append(page)).isTrue();
    clock.advance(Duration.ofDays(90).minusSeconds(1));
    assertThat(ledger.append(page)).as("invariant 4").isFalse();
    assertThat(ledger.pages("job", 0)).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ledger.pages("job", 0)).isEmpty();
    assertThat(dynamo().scan(s -> s.tableName(pages)).count()).isOne();
    assertThat(ledger.append(entry("first", List.of(), clock.instant()))).isTrue();
    assertThat(ledger.pages("job", 0)).hasSize(1);
  }

  private static LedgerEntry entry(String name, List<LedgerLine> lines, Instant at) {
    return new LedgerEntry("job", 0, Part.INTENT, Stage.RECORDS, name, 1, at, lines);
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
}
