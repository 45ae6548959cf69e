package dev.offramp.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run of rows holds: bounded, kept as JSON beside the run, and added to the parts of the
 * other runs at the end. Whatever way a file is cut, the parts add up to the same.
 *
 * @param ok rows that can be taken
 * @param rejected the others, by error code
 * @param warnings by code
 * @param warningColumns how often each code was met in each column
 * @param columns by name
 * @param keys of the rows that can be taken
 * @param emailFaults addresses that are none, by {@link EmailFault}
 * @param consent contacts by class
 * @param mailing contacts by what Kartra's mailing status says
 * @param tags rows by tag, for each candidate separator
 * @param lists rows by list, likewise
 * @param products rows by product
 * @param money by currency and type
 * @param types rows by what happened
 * @param dates from when to when
 * @param subscriptions rows by state
 * @param events what transactions tell of subscriptions
 * @param review people about whom somebody has to decide, by code
 * @param sample rows that the sample may be picked from
 * @param sampleSize how many rows the sample will have
 */
public record AuditPart(
    long ok,
    Map<String, Tally> rejected,
    Map<String, Tally> warnings,
    Map<String, Map<String, Long>> warningColumns,
    Map<String, ColumnStats> columns,
    RowKeys keys,
    Map<String, Tally> emailFaults,
    Map<String, Long> consent,
    Map<String, Long> mailing,
    SplitCounts tags,
    SplitCounts lists,
    NameCounts products,
    Map<String, Map<String, MoneySum>> money,
    Map<String, Long> types,
    Span dates,
    Map<String, Long> subscriptions,
    SubscriptionEvents events,
    Map<String, Tally> review,
    List<SampleRow> sample,
    int sampleSize) {

  /** Copies the collections. */
  public AuditPart {
    rejected = new TreeMap<>(rejected);
    warnings = new TreeMap<>(warnings);
    warningColumns = new TreeMap<>(warningColumns);
    columns = new TreeMap<>(columns);
    emailFaults = new TreeMap<>(emailFaults);
    consent = new TreeMap<>(consent);
    mailing = new TreeMap<>(mailing);
    money = new TreeMap<>(money);
    types = new TreeMap<>(types);
    subscriptions = new TreeMap<>(subscriptions);
    review = new TreeMap<>(review);
    sample = List.copyOf(sample);
  }

  /** Rows that were read: each is taken or rejected (invariant 1). */
  public long rows() {
    return ok + rejected.values().stream().mapToLong(Tally::count).sum();
  }

  /** Both parts together. For many parts, {@link AuditSum} is the cheaper way. */
  public AuditPart plus(AuditPart other) {
    AuditSum sum = new AuditSum(sampleSize, "", "");
    sum.add(this);
    sum.add(other);
    return sum.part();
  }
}
