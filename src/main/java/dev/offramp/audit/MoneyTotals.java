package dev.offramp.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds the sums that people ask for to what was counted by type. */
final class MoneyTotals {
  private static final Map<String, List<String>> TOTALS =
      Map.of(
          "sales", List.of("sale", "rebill"),
          "refunds", List.of("refund", "partial_refund"),
          "chargebacks", List.of("chargeback"),
          "net", List.of("sale", "rebill", "refund", "partial_refund", "chargeback"));

  private MoneyTotals() {}

  /** The same with sums, where a currency has any of the types that they are of. */
  static Map<String, Map<String, MoneySum>> of(Map<String, Map<String, MoneySum>> money) {
    Map<String, Map<String, MoneySum>> all = new TreeMap<>();
    money.forEach(
        (currency, types) -> {
          Map<String, MoneySum> sums = new TreeMap<>(types);
          boolean sold = TOTALS.get("net").stream().anyMatch(types::containsKey);
          if (sold) {
            TOTALS.forEach((total, of) -> sums.put(total, sum(types, of)));
          }
          all.put(currency, sums);
        });
    return all;
  }

  private static MoneySum sum(Map<String, MoneySum> types, List<String> of) {
    return of.stream()
        .map(type -> types.getOrDefault(type, MoneySum.NONE))
        .reduce(MoneySum.NONE, MoneySum::plus);
  }
}
