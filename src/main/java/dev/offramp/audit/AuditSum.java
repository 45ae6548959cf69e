package dev.offramp.audit;

import java.util.Map;
import java.util.TreeMap;

/** Adds up what is found in rows, and the parts of other runs; mutable, for one thread. */
public final class AuditSum {
  final int sampleSize;
  long ok;
  final Tally.Counter rejected = new Tally.Counter();
  final Tally.Counter warnings = new Tally.Counter();
  final NamedSums<Long> warningColumns = new NamedSums<>(Long::sum);
  final Map<String, ColumnStats.Counter> columns = new TreeMap<>();
  final RowKeys keys = new RowKeys();
  final Tally.Counter emailFaults = new Tally.Counter();
  final Map<String, Long> consent = new TreeMap<>();
  final Map<String, Long> mailing = new TreeMap<>();
  final SplitCounts.Counter tags;
  final SplitCounts.Counter lists;
  final NameCounts.Counter products = new NameCounts.Counter();
  final NamedSums<MoneySum> money = new NamedSums<>(MoneySum::plus);
  final Map<String, Long> types = new TreeMap<>();
  Span dates = Span.NONE;
  final Map<String, Long> subscriptions = new TreeMap<>();
  final SubscriptionEvents.Counter events = new SubscriptionEvents.Counter();
  final Tally.Counter review = new Tally.Counter();
  final SamplePool sample;

  /**
   * Starts at nothing.
   *
   * @param sampleSize how many rows the sample will have
   * @param tags what the plan says stands between tags, or empty
   * @param lists what it says stands between lists, or empty
   */
  public AuditSum(int sampleSize, String tags, String lists) {
    this.sampleSize = sampleSize;
    this.tags = new SplitCounts.Counter(tags);
    this.lists = new SplitCounts.Counter(lists);
    this.sample = new SamplePool(sampleSize);
  }

  /** Adds a part. */
  public void add(AuditPart part) {
    ok += part.ok();
    rejected.add(part.rejected());
    warnings.add(part.warnings());
    warningColumns.add(part.warningColumns());
    part.columns().forEach((name, stats) -> column(name).add(stats));
    keys.add(part.keys());
    emailFaults.add(part.emailFaults());
    add(consent, part.consent());
    add(mailing, part.mailing());
    tags.add(part.tags());
    lists.add(part.lists());
    products.add(part.products());
    money.add(part.money());
    add(types, part.types());
    dates = dates.plus(part.dates());
    add(subscriptions, part.subscriptions());
    events.add(part.events());
    review.add(part.review());
    part.sample().forEach(sample::add);
  }

  ColumnStats.Counter column(String name) {
    return columns.computeIfAbsent(name, n -> new ColumnStats.Counter());
  }

  private static void add(Map<String, Long> sums, Map<String, Long> others) {
    others.forEach((name, n) -> sums.merge(name, n, Long::sum));
  }

  /** What was added up so far. */
  public AuditPart part() {
    return part(keys.copy());
  }

  /** The same without a copy of the keys, which are many: for a sum that has come to its end. */
  AuditPart whole() {
    return part(keys);
  }

  private AuditPart part(RowKeys rowKeys) {
    Map<String, ColumnStats> built = new TreeMap<>();
    columns.forEach((name, column) -> built.put(name, column.build()));
    return new AuditPart(
        ok,
        rejected.build(),
        warnings.build(),
        warningColumns.build(),
        built,
        rowKeys,
        emailFaults.build(),
        consent,
        mailing,
        tags.build(),
        lists.build(),
        products.build(),
        money.build(),
        types,
        dates,
        subscriptions,
        events.build(),
        review.build(),
        sample.rows(),
        sampleSize);
  }
}
