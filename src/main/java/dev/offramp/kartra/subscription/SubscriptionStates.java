package dev.offramp.kartra.subscription;

import dev.offramp.record.SubscriptionState;
import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each subscription is, as far as a file of transactions tells: the newest of its payments,
 * cancellations, requests for one and withdrawn requests says so, in whatever order they are added.
 * That all instalments are paid, and that one is paused, cannot be seen there. Grows with the
 * number of subscriptions, not of rows.
 */
public final class SubscriptionStates {
  private static final Map<TransactionType, SubscriptionState> TELLS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  TransactionType.SALE, SubscriptionState.ACTIVE,
                  TransactionType.REBILL, SubscriptionState.ACTIVE,
                  TransactionType.CANCELLATION_REVERT, SubscriptionState.ACTIVE,
                  TransactionType.CANCELLATION_REQUEST, SubscriptionState.PENDING_CANCELLATION,
                  TransactionType.CANCELLATION, SubscriptionState.CANCELLED)));

  /**
   * By date, those without one first; what happened in the same second, by Kartra's growing ids:
   * the longer number is the larger one.
   */
  private static final Comparator<Event> BY_TIME =
      Comparator.comparing((Event e) -> e.date().orElse(Instant.MIN))
          .thenComparing(e -> e.id().length())
          .thenComparing(Event::id);

  private record Event(String id, Optional<Instant> date, TransactionType type) {}

  private final Map<String, Event> newest = new TreeMap<>();

  /** Adds a transaction; one without a subscription, or that tells nothing, changes nothing. */
  public void add(Transaction transaction) {
    if (transaction.subscriptionId().isEmpty() || !TELLS.containsKey(transaction.type())) {
      return;
    }
    Event event = new Event(transaction.kartraId(), transaction.date(), transaction.type());
    newest.merge(
        transaction.subscriptionId(),
        event,
        (one, other) -> BY_TIME.compare(one, other) >= 0 ? one : other);
  }

  /** The state of each subscription, by Kartra's id of it. */
  public Map<String, SubscriptionState> states() {
    Map<String, SubscriptionState> states = new TreeMap<>();
    newest.forEach((id, event) -> states.put(id, TELLS.get(event.type())));
    return states;
  }

  /** How many subscriptions are in each state; every state that occurs. */
  public Map<SubscriptionState, Long> counts() {
    Map<SubscriptionState, Long> counts = new EnumMap<>(SubscriptionState.class);
    states().values().forEach(state -> counts.merge(state, 1L, Long::sum));
    return counts;
  }
}
