package dev.offramp.kartra.subscription;

import static java.util.Map.entry;

import dev.offramp.record.SubscriptionState;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The words for the states of subscriptions. How the export spells one that is about to end is not
 * known, so every spelling that Kartra's pages and its other export use is taken.
 *
 * <p>Source: support.kartra.com, articles 153000169476 (API) and 153000170328 (screen).
 */
final class SubscriptionLabels {
  private static final Pattern GAP = Pattern.compile("[\\s\\h_.\\-]+");
  private static final Map<String, SubscriptionState> STATES =
      Map.ofEntries(
          entry("active", SubscriptionState.ACTIVE),
          entry("pending cancellation", SubscriptionState.PENDING_CANCELLATION),
          entry("pending cancelation", SubscriptionState.PENDING_CANCELLATION),
          entry("pending cancel", SubscriptionState.PENDING_CANCELLATION),
          entry("pending can", SubscriptionState.PENDING_CANCELLATION),
          entry("cancellation pending", SubscriptionState.PENDING_CANCELLATION),
          entry("delayed cancellation", SubscriptionState.PENDING_CANCELLATION),
          entry("request can", SubscriptionState.PENDING_CANCELLATION),
          entry("request cancellation", SubscriptionState.PENDING_CANCELLATION),
          entry("cancellation request", SubscriptionState.PENDING_CANCELLATION),
          entry("cancellation requested", SubscriptionState.PENDING_CANCELLATION),
          entry("paused", SubscriptionState.PAUSED),
          entry("cancelled", SubscriptionState.CANCELLED),
          entry("canceled", SubscriptionState.CANCELLED),
          entry("terminated", SubscriptionState.COMPLETED),
          entry("completed", SubscriptionState.COMPLETED));

  private SubscriptionLabels() {}

  /** The state that a label names; {@code UNKNOWN} for any other. */
  static SubscriptionState of(String label) {
    String words = GAP.matcher(label.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    return STATES.getOrDefault(words, SubscriptionState.UNKNOWN);
  }
}
