package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.record.Consent;
import dev.offramp.record.ConsentClass;
import dev.offramp.record.Contact;
import dev.offramp.record.Money;
import dev.offramp.record.Subscription;
import dev.offramp.record.SubscriptionState;
import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Money, states and consent are counted by what records say. */
class RecordFactsTest {
  private final AuditSum sum = new AuditSum(Sample.FEWEST, "", "");
  private final List<ReviewLine> review = new ArrayList<>();
  private final RecordFacts facts = new RecordFacts(sum, new Hashes(), review::add);

  private void transaction(TransactionType type, String currency, long minorUnits) {
    facts.add(
        new Transaction(
            "t" + minorUnits,
            type,
            type.name(),
            Optional.of(Instant.EPOCH),
            "Course A",
            "",
            1,
            "",
            "",
            "",
            Optional.of(new Money(currency, minorUnits)),
            Map.of(),
            false,
            false,
            Map.of(),
            Map.of()),
        2,
        new ArrayList<>());
  }

  private MoneySum money(String currency, String type) {
    return MoneyTotals.of(sum.part().money()).get(currency).get(type);
  }

  private static MoneySum of(long count, long minorUnits) {
    return new MoneySum(count, BigInteger.valueOf(minorUnits));
  }

  @Test
  void moneyHasTheSignOfWhatHappenedAndIsExact() {
    transaction(TransactionType.SALE, "USD", 9_99);
    transaction(TransactionType.REBILL, "USD", 20_01);
    transaction(TransactionType.REFUND, "USD", 9_99);
    transaction(TransactionType.PARTIAL_REFUND, "USD", -1);
    transaction(TransactionType.CHARGEBACK, "USD", 5);
    transaction(TransactionType.FAILED, "USD", 1_000_000);
    transaction(TransactionType.CANCELLATION, "USD", 77);
    transaction(TransactionType.SALE, "JPY", 1200);

    assertThat(money("USD", "sale")).isEqualTo(of(1, 999));
    assertThat(money("USD", "refund")).isEqualTo(of(1, -999));
    assertThat(money("USD", "failed")).isEqualTo(of(1, 0));
    assertThat(money("USD", "sales")).isEqualTo(of(2, 3000));
    assertThat(money("USD", "refunds")).isEqualTo(of(2, -1000));
    assertThat(money("USD", "chargebacks")).isEqualTo(of(1, -5));
    assertThat(money("USD", "net")).isEqualTo(of(5, 1995));
    assertThat(money("JPY", "net")).isEqualTo(of(1, 1200));
    assertThat(sum.part().types()).containsEntry("failed", 1L).containsEntry("sale", 2L);
    assertThat(sum.part().products().counts()).containsEntry("Course A", 8L);
  }

  @Test
  void aSumMayBeLargerThanALong() {
    transaction(TransactionType.SALE, "USD", Long.MAX_VALUE);
    transaction(TransactionType.SALE, "USD", Long.MAX_VALUE);
    assertThat(money("USD", "net").minorUnits())
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.TWO));
  }

  @Test
  void subscriptionsAreCountedByState() {
    for (SubscriptionState state : List.of(SubscriptionState.ACTIVE, SubscriptionState.ACTIVE)) {
      facts.add(
          new Subscription(
              "s",
              state,
              "Active",
              Optional.empty(),
              Optional.empty(),
              "Club",
              "",
              "",
              "",
              Optional.empty(),
              Optional.of(new Money("EUR", 1500)),
              Map.of(),
              Map.of()),
          2,
          new ArrayList<>());
    }
    assertThat(sum.part().subscriptions()).isEqualTo(Map.of("ACTIVE", 2L));
    assertThat(sum.part().money().get("EUR").get("next_payment")).isEqualTo(of(2, 3000));
    assertThat(sum.part().dates().undated()).isEqualTo(2);
  }

  @ParameterizedTest(name = "gdpr {0}, read as {1}")
  @CsvSource({
    "2, GRANTED, ''",
    "1, NOT_REGULATED, ''",
    "3, DECLINED, ''",
    "'', UNKNOWN, OFF-1601",
    "4, UNKNOWN, OFF-1602",
    "5, UNKNOWN, OFF-1602",
    "2, BLOCKED, OFF-1603",
    "2, DO_NOT_CONTACT, OFF-1603",
    "9, UNKNOWN, OFF-1604",
    "1, BLOCKED, ''",
  })
  void aPersonIsAskedWhereConsentIsNotClear(String gdpr, ConsentClass read, String code) {
    Contact contact =
        new Contact(
            "7",
            "anna@example.com",
            Map.of("gdpr_lead_status", gdpr),
            Optional.empty(),
            List.of(),
            List.of(),
            Map.of(),
            new Consent(read, List.of()));
    facts.add(contact, 12, new ArrayList<>());

    assertThat(review)
        .extracting(ReviewLine::code)
        .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    assertThat(sum.part().consent()).isEqualTo(Map.of(read.name(), 1L));
    if (!code.isEmpty()) {
      assertThat(sum.part().review()).isEqualTo(Map.of(code, new Tally(1, List.of(12L))));
    }
  }
}
