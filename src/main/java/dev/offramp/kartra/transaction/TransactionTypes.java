package dev.offramp.kartra.transaction;

import static java.util.Map.entry;

import dev.offramp.record.TransactionType;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The words for the types of transactions: the nine of the export, their long forms, and the tokens
 * of Kartra's API.
 *
 * <p>Source of the tokens: support.kartra.com, article 153000169474.
 */
final class TransactionTypes {
  private static final Pattern GAP = Pattern.compile("[\\s\\h_.\\-]+");
  private static final Map<String, TransactionType> TYPES =
      Map.ofEntries(
          entry("sale", TransactionType.SALE),
          entry("rebill", TransactionType.REBILL),
          entry("failed", TransactionType.FAILED),
          entry("refund", TransactionType.REFUND),
          entry("partial refund", TransactionType.PARTIAL_REFUND),
          entry("chargeback", TransactionType.CHARGEBACK),
          entry("charge back", TransactionType.CHARGEBACK),
          entry("cancellation", TransactionType.CANCELLATION),
          entry("request can", TransactionType.CANCELLATION_REQUEST),
          entry("request cancellation", TransactionType.CANCELLATION_REQUEST),
          entry("cancellation request", TransactionType.CANCELLATION_REQUEST),
          entry("revert can", TransactionType.CANCELLATION_REVERT),
          entry("revert cancellation", TransactionType.CANCELLATION_REVERT),
          entry("cancellation revert", TransactionType.CANCELLATION_REVERT));

  private TransactionTypes() {}

  /** The type that a label names; {@code UNKNOWN} for any other. */
  static TransactionType of(String label) {
    String words = GAP.matcher(label.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    return TYPES.getOrDefault(words, TransactionType.UNKNOWN);
  }
}
