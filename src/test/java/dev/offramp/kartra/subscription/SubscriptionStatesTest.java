package dev.offramp.kartra.subscription;

import static dev.offramp.record.TransactionType.CANCELLATION;
import static dev.offramp.record.TransactionType.CANCELLATION_REQUEST;
import static dev.offramp.record.TransactionType.CANCELLATION_REVERT;
import static dev.offramp.record.TransactionType.FAILED;
import static dev.offramp.record.TransactionType.REBILL;
import static dev.offramp.record.TransactionType.REFUND;
import static dev.offramp.record.TransactionType.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.record.SubscriptionState;
import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where subscriptions are, as their transactions tell. */
class SubscriptionStatesTest {
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
      Collections.shuffle(rows, new Random(seed));
      SubscriptionStates states = new SubscriptionStates();
      rows.forEach(states::add);

      assertThat(states.states())
          .as("seed %d", seed)
          .isEqualTo(
              Map.of(
                  "paying", SubscriptionState.ACTIVE,
                  "leaving", SubscriptionState.PENDING_CANCELLATION,
                  "back", SubscriptionState.ACTIVE,
                  "gone", SubscriptionState.CANCELLED));
      assertThat(states.counts())
          .isEqualTo(
              Map.of(
                  SubscriptionState.ACTIVE, 2L,
                  SubscriptionState.PENDING_CANCELLATION, 1L,
                  SubscriptionState.CANCELLED, 1L));
    }
  }

  @Test
  void inTheSameSecondTheLargerIdIsTheNewer() {
    SubscriptionStates states = new SubscriptionStates();
    states.add(event(100, CANCELLATION, "s", 1));
    states.add(event(99, SALE, "s", 1));

    assertThat(states.states()).containsEntry("s", SubscriptionState.CANCELLED);
  }

  @Test
  void anEventWithoutDateNeverBeatsOneWithADate() {
    SubscriptionStates states = new SubscriptionStates();
    states.add(event(1, SALE, "s", 1));
    states.add(event(2, CANCELLATION, "s", 0));

    assertThat(states.states()).containsEntry("s", SubscriptionState.ACTIVE);
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
