package dev.offramp.audit;

import java.math.BigInteger;

/**
 * A sum of money, exact however large.
 *
 * @param count how many rows
 * @param minorUnits what they come to in the currency's smallest unit; below zero where money went
 *     out
 */
public record MoneySum(long count, BigInteger minorUnits) {
  /** Nothing. */
  public static final MoneySum NONE = new MoneySum(0, BigInteger.ZERO);

  /** One row's money. */
  static MoneySum of(long minorUnits) {
    return new MoneySum(1, BigInteger.valueOf(minorUnits));
  }

  /** Both together. */
  public MoneySum plus(MoneySum other) {
    return new MoneySum(count + other.count, minorUnits.add(other.minorUnits));
  }
}
