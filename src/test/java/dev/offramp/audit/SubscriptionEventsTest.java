package dev.offramp.audit;

import static dev.offramp.record.TransactionType.CANCELLATION;
import static dev.offramp.record.TransactionType.CANCELLATION_REQUEST;
import static dev.offramp.record.TransactionType.CANCELLATION_REVERT;
import static dev.offramp.record.TransactionType.FAILED;
import static dev.offramp.record.TransactionType.REBILL;
import static dev.offramp.record.TransactionType.REFUND;
import static dev.offramp.record.TransactionType.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where subscriptions are, as their transactions tell. */
class SubscriptionEventsTest {
  @Test
  void theNewestEventThatTellsSomethingCountsInWhateverOrderTheRowsStand() {
    List<Transaction> rows =
        new ArrayList<>(
            List.of(
                event(1, SALE, "paying", 1),
                event(2, REBILL, "paying", 2),
                event(3, REFUND, "paying", 3),
                event(4, SALE, "leaving", 1),
                event(5, CANCELLATION_REQUEST, "leaving", 4),
                event(6, SALE, "back", 1),
                event(7, CANCELLATION_REQUEST, "back", 4),
                event(8, CANCELLATION_REVERT, "back", 5),
                event(9, SALE, "gone", 1),
                event(10, FAILED, "gone", 7),
                event(11, CANCELLATION, "gone", 6),
                event(12, SALE, "", 1)));
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Collections.shuffle(rows, random);
      int cut = random.nextInt(rows.size());
      SubscriptionEvents.Counter sum = new SubscriptionEvents.Counter();
      sum.add(told(rows.subList(0, cut)));
      sum.add(told(rows.subList(cut, rows.size())));

      assertThat(sum.build()).as("seed %d", seed).isEqualTo(told(rows));
      assertThat(sum.build().counts())
          .isEqualTo(Map.of("ACTIVE", 2L, "PENDING_CANCELLATION", 1L, "CANCELLED", 1L));
    }
  }

  private static SubscriptionEvents told(List<Transaction> rows) {
    SubscriptionEvents.Counter counter = new SubscriptionEvents.Counter();
    rows.forEach(row -> counter.add(row, new Hashes()));
    return counter.build();
  }

  @Test
  void inTheSameSecondTheLargerIdIsTheNewer() {
    assertThat(told(List.of(event(100, CANCELLATION, "s", 1), event(99, SALE, "s", 1))).counts())
        .isEqualTo(Map.of("CANCELLED", 1L));
  }

  @Test
  void anEventWithoutDateNeverBeatsOneWithADate() {
    assertThat(told(List.of(event(1, SALE, "s", 1), event(2, CANCELLATION, "s", 0))).counts())
        .isEqualTo(Map.of("ACTIVE", 1L));
  }

  @Test
  void ofMoreThanAreKeptTheSameOnesAreKeptAndItIsSaid() {
    List<Transaction> rows = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      rows.add(event(n, SALE, "s" + n % 50, 1 + n / 50));
      rows.add(event(1000 + n, CANCELLATION, "s" + n % 50, n % 2 == 0 ? 9 : 0));
    }
    Set<SubscriptionEvents> all = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(rows, new Random(seed));
      SubscriptionEvents.Counter counter = new SubscriptionEvents.Counter(10);
      rows.forEach(row -> counter.add(row, new Hashes()));
      all.add(counter.build());
    }
    assertThat(all).hasSize(1);
    assertThat(all.iterator().next().more()).isTrue();
    assertThat(all.iterator().next().newest()).hasSize(10);
  }

  /** On a day of 2026, or on none. */
  private static Transaction event(int id, TransactionType type, String subscription, int day) {
    Optional<Instant> date =
        day == 0
            ? Optional.empty()
            : Optional.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(day * 86_400L));
    return new Transaction(
        String.valueOf(id),
        type,
        type.name(),
        date,
        "",
        "",
        1,
        "7",
        "",
        subscription,
        Optional.empty(),
        Map.of(),
        false,
        false,
        Map.of(),
        Map.of());
  }
}
