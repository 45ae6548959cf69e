package dev.offramp.record;

/**
 * What happened in a transaction. The sign of its amount follows from here and never from the file:
 * Kartra's export gives refunds without a minus.
 *
 * <p>Source of the words: support.kartra.com, articles 153000169474, 153000170320 and 153000190473.
 */
public enum TransactionType {
  /** A first payment, also one of zero. */
  SALE(1),
  /** A later payment of a subscription. */
  REBILL(1),
  /** An attempt that failed; several for one due date. No money moved. */
  FAILED(0),
  /** Money given back, all of it. */
  REFUND(-1),
  /** Money given back, a part of it. */
  PARTIAL_REFUND(-1),
  /** Money taken back by the buyer's bank. */
  CHARGEBACK(-1),
  /** A subscription ended. No money moved. */
  CANCELLATION(0),
  /** A buyer asked for the end of a subscription, which runs until then. No money moved. */
  CANCELLATION_REQUEST(0),
  /** Such a request was withdrawn. No money moved. */
  CANCELLATION_REVERT(0),
  /** A label that Offramp does not know; kept as it stands, and no money is counted. */
  UNKNOWN(0);

  private final int sign;

  TransactionType(int sign) {
    this.sign = sign;
  }

  /** 1 where money came in, -1 where it went out, 0 where none moved. */
  public int sign() {
    return sign;
  }
}
