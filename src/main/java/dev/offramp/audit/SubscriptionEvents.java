package dev.offramp.audit;

import dev.offramp.record.SubscriptionState;
import dev.offramp.record.Transaction;
import dev.offramp.record.TransactionType;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where each subscription is, as far as transactions tell: the newest of its payments,
 * cancellations, requests for one and withdrawn requests says so, in whatever order the rows stand.
 * That all instalments are paid, and that one is paused, cannot be seen there. Bounded: of more
 * than {@link #MOST} subscriptions, those with the smallest hashes are kept, and what is said of
 * these is right.
 *
 * @param newest by the hash of Kartra's id of the subscription
 * @param more whether there were more subscriptions than are kept
 */
public record SubscriptionEvents(Map<Long, Event> newest, boolean more) {
  /** The most subscriptions that are told apart. */
  public static final int MOST = 500_000;

  /** None. */
  public static final SubscriptionEvents NONE = new SubscriptionEvents(Map.of(), false);

  private static final int LONGEST_ID = 40;

  private static final Map<TransactionType, SubscriptionState> TELLS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  TransactionType.SALE, SubscriptionState.ACTIVE,
                  TransactionType.REBILL, SubscriptionState.ACTIVE,
                  TransactionType.CANCELLATION_REVERT, SubscriptionState.ACTIVE,
                  TransactionType.CANCELLATION_REQUEST, SubscriptionState.PENDING_CANCELLATION,
                  TransactionType.CANCELLATION, SubscriptionState.CANCELLED)));

  /** Copies the map, in the order of the hashes. */
  public SubscriptionEvents {
    newest = new TreeMap<>(newest);
  }

  /**
   * What a transaction says of its subscription.
   *
   * @param at milliseconds since 1970; the smallest number where the transaction has no date
   * @param id of the transaction
   * @param state where the subscription is from then on
   */
  public record Event(long at, String id, SubscriptionState state) {
    /**
     * By date, those without one first; what happened in the same second, by Kartra's growing ids:
     * the longer number is the larger one.
     */
    private static final Comparator<Event> BY_TIME =
        Comparator.comparingLong(Event::at)
            .thenComparing(e -> e.id().length())
            .thenComparing(Event::id)
            .thenComparing(Event::state);

    private Event newer(Event other) {
      return BY_TIME.compare(this, other) >= 0 ? this : other;
    }
  }

  /** How many of the subscriptions are in each state; every state that occurs. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    newest.values().forEach(event -> counts.merge(event.state().name(), 1L, Long::sum));
    return counts;
  }

  /** Collects; mutable while rows are read. */
  static final class Counter {
    private final int most;
    private final TreeMap<Long, Event> newest = new TreeMap<>();
    private boolean more;

    Counter() {
      this(MOST);
    }

    Counter(int most) {
      this.most = most;
    }

    /** Adds a transaction; one without a subscription, or that tells nothing, changes nothing. */
    void add(Transaction transaction, Hashes hashes) {
      SubscriptionState state = TELLS.get(transaction.type());
      if (state == null || transaction.subscriptionId().isEmpty()) {
        return;
      }
      String id = transaction.kartraId();
      long at = transaction.date().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
      add(
          hashes.of(transaction.subscriptionId()),
          new Event(at, id.substring(0, Math.min(id.length(), LONGEST_ID)), state));
    }

    void add(SubscriptionEvents other) {
      more |= other.more;
      other.newest.forEach(this::add);
    }

    private void add(Long subscription, Event event) {
      newest.merge(subscription, event, Event::newer);
      if (newest.size() > most) {
        newest.pollLastEntry();
        more = true;
      }
    }

    SubscriptionEvents build() {
      return new SubscriptionEvents(newest, more);
    }
  }
}
