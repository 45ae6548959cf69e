package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.KartraSettings;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files against what is known to be in them: {@code src/test/resources/audit}. */
class FileAuditTest {
  private final ObjectMapper json = new ObjectMapper();
  private final List<ReviewLine> review = new ArrayList<>();

  private static String text(String name) throws IOException {
    try (InputStream in = FileAuditTest.class.getResourceAsStream("/audit/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private FileAudit.Outcome audit(String name, String text) throws IOException {
    return new FileAudit(KartraSettings.defaults(), ForecastWish.to("hubspot"), Sample.USUAL)
        .audit(new TextSource(name, text), review::add, done -> {});
  }

  private Audit audited(String name) throws IOException {
    return ((FileAudit.Outcome.Audited) audit(name, text(name))).result().audit();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contacts-en",
        "kontakte-semikolon",
        "only-a-header",
        "transactions",
        "subscriptions",
        "affiliates",
        "appointments",
        "companies",
        "deals"
      })
  void theAuditOfAFileIsWhatIsKnownToBeInIt(String name) throws IOException {
    String whole = json.writeValueAsString(audited(name + ".csv"));
    new AuditSchema().check(whole);
    // The forecast and the inventory have tests of their own and change with their data.
    JsonNode shown = ((ObjectNode) json.readTree(whole)).without(List.of("forecast", "cannotMove"));
    Path actual = Files.createDirectories(Path.of("target/audit")).resolve(name + ".json");
    Files.writeString(
        actual, json.writerWithDefaultPrettyPrinter().writeValueAsString(shown) + "\n");

    assertThat(shown).as("see %s", actual).isEqualTo(json.readTree(text(name + ".json")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "USD, sale, 3, 14001",
    "USD, rebill, 1, 2001",
    "USD, failed, 1, 0",
    "USD, refund, 1, -9999",
    "USD, partial_refund, 1, -1",
    "USD, unknown, 1, 0",
    "USD, sales, 4, 16002",
    "USD, refunds, 2, -10000",
    "USD, chargebacks, 0, 0",
    "USD, net, 6, 6002",
    "EUR, sales, 2, 128456",
    "EUR, chargebacks, 1, -5000",
    "EUR, net, 3, 123456",
    "JPY, net, 1, 12000",
  })
  void moneyIsExactByCurrencyAndTypeWithTheSignOfWhatHappened(
      String currency, String type, long rows, long minorUnits) throws IOException {
    assertThat(audited("transactions.csv").money().get(currency).get(type))
        .isEqualTo(new MoneySum(rows, BigInteger.valueOf(minorUnits)));
  }

  @Test
  void transactionsTellWhereSubscriptionsAre() throws IOException {
    assertThat(audited("transactions.csv").subscriptions())
        .isEqualTo(
            new Audit.Subscriptions(
                "transactions",
                Map.of("ACTIVE", 1L, "CANCELLED", 1L, "PENDING_CANCELLATION", 1L),
                true));
  }

  @Test
  void whatOnlyTheWholeFileShowsIsToldWithWhatToDo() throws IOException {
    Audit audit =
        ((FileAudit.Outcome.Audited)
                audit(
                    "x.csv",
                    "email,date_joined,Tag: VIP\na@example.com,25/12/2024,1\nb@example.com,1/2/2024,0\n"))
            .result()
            .audit();
    assertThat(audit.findings())
        .extracting(Audit.FileFinding::code, Audit.FileFinding::column)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("OFF-1263", "gdpr_lead_status"),
            org.assertj.core.groups.Tuple.tuple("OFF-1252", "date_joined"),
            org.assertj.core.groups.Tuple.tuple("OFF-1254", "tag:_vip"));
    assertThat(audit.findings())
        .allSatisfy(found -> assertThat(found.todo()).doesNotContain("errors.md"));
    assertThat(audit.dates().first()).startsWith("2024-02-01");
  }

  @Test
  void theSchemaRefusesWhatIsNoAudit() throws IOException {
    ObjectNode audit = json.valueToTree(audited("contacts-en.csv"));
    AuditSchema schema = new AuditSchema();
    assertThat(schema.fits(audit.toString())).isTrue();
    assertThat(schema.fits(audit.deepCopy().put("more", 1).toString())).isFalse();
    ObjectNode negative = audit.deepCopy();
    ((ObjectNode) negative.get("rows")).put("ok", -1);
    assertThat(schema.fits(negative.toString())).isFalse();
    assertThat(schema.fits(audit.deepCopy().without(List.of("consent")).toString())).isFalse();
  }

  @Test
  void thoseWhoNeedADecisionAreNamedByLine() throws IOException {
    audited("contacts-en.csv");
    assertThat(review)
        .extracting(ReviewLine::line, ReviewLine::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(4L, "OFF-1602"),
            org.assertj.core.groups.Tuple.tuple(6L, "OFF-1603"),
            org.assertj.core.groups.Tuple.tuple(12L, "OFF-1601"),
            org.assertj.core.groups.Tuple.tuple(13L, "OFF-1604"));
  }

  @Test
  void anUnknownHeaderGivesTheHeaderAndTheNearestKind() throws IOException {
    FileAudit.Outcome outcome = audit("x.csv", "first_name,city\nAnna,Turin\n");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            FileAudit.Outcome.Wrong.class,
            wrong -> {
              assertThat(wrong.code()).isEqualTo("OFF-1112");
              assertThat(wrong.header()).containsExactly("first_name", "city");
              assertThat(wrong.bestGuess()).isNotEmpty();
            });
  }

  @Test
  void somethingElseThanACsvIsTold() throws IOException {
    assertThat(audit("x.csv", "%PDF-1.7"))
        .isInstanceOfSatisfying(
            FileAudit.Outcome.Wrong.class, w -> assertThat(w.code()).isEqualTo("OFF-1102"));
  }
}
