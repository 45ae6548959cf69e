package dev.offramp.record;

/**
 * Where a subscription is.
 *
 * <p>Source: support.kartra.com, articles 153000169476 and 153000170328.
 */
public enum SubscriptionState {
  /** It is charged. */
  ACTIVE,
  /** It runs until the end of what is paid, and is not charged again. */
  PENDING_CANCELLATION,
  /** The schedule moves on without charges. */
  PAUSED,
  /** Ended by the buyer, the owner, or failed payments. */
  CANCELLED,
  /** All instalments are paid; Kartra calls it terminated. */
  COMPLETED,
  /** A label that Offramp does not know; kept as it stands. */
  UNKNOWN
}
