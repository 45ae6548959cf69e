package dev.offramp.audit;

import dev.offramp.audit.forecast.Forecaster;

/**
 * What comes of an audit.
 *
 * @param audit without personal data
 * @param sample rows of the file, which hold personal data: for the customer's own file alone
 */
public record AuditResult(Audit audit, Sample sample) {
  /** Never changes; it reads three files, which takes longer than a small audit. */
  private static final Forecaster FORECASTER = new Forecaster();

  /**
   * The audit of a whole upload out of the parts of all its runs, in any order.
   *
   * @throws IllegalArgumentException if the forecast's destination or tier is not known
   */
  public static AuditResult of(Iterable<AuditPart> parts, AuditFacts facts) {
    return new AuditMaker(facts, new AuditTexts(), FORECASTER).make(parts);
  }
}
