package dev.offramp.audit;

import dev.offramp.audit.forecast.Forecaster;
import dev.offramp.audit.forecast.Load;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the audit of an upload out of its parts. */
final class AuditMaker {
  private final AuditFacts facts;
  private final AuditTexts texts;
  private final Forecaster forecaster;

  /** Takes what is not in the rows, the texts and the forecaster. */
  AuditMaker(AuditFacts facts, AuditTexts texts, Forecaster forecaster) {
    this.facts = facts;
    this.texts = texts;
    this.forecaster = forecaster;
  }

  AuditResult make(Iterable<AuditPart> parts) {
    AuditSum sum = null;
    for (AuditPart part : parts) {
      sum = sum == null ? new AuditSum(part.sampleSize(), "", "") : sum;
      sum.add(part);
    }
    return make(sum == null ? new AuditSum(Sample.USUAL, "", "") : sum);
  }

  private AuditResult make(AuditSum sum) {
    Sample sample = Sample.of(sum.sample, sum.sampleSize);
    return new AuditResult(audit(sum, sample), sample);
  }

  private Audit audit(AuditSum sum, Sample sample) {
    AuditPart all = sum.whole();
    Duplicates duplicates = Duplicates.of(all.keys());
    NameCounts tags = all.tags().names(separator("tags"));
    NameCounts lists = all.lists().names(separator("lists"));
    return new Audit(
        Audit.VERSION,
        facts.upload(),
        facts.layout().kind().name().toLowerCase(Locale.ROOT),
        facts.layout().dialect().charset(),
        String.valueOf(facts.layout().dialect().delimiter()),
        rows(all),
        columns(all),
        fileFindings(),
        facts.evidence(),
        duplicates,
        invalidEmails(all),
        all.consent(),
        mailing(all),
        names(tags),
        names(lists),
        names(all.products()),
        MoneyTotals.of(all.money()),
        all.types(),
        dates(all.dates()),
        subscriptions(all),
        findings(all.warnings(), all.warningColumns()),
        findings(all.review(), Map.of()),
        texts.cannotMove(),
        entry(sample),
        forecaster.forecast(facts.forecast(), load(all, duplicates, tags, lists)));
  }

  private String separator(String column) {
    return facts.separators().getOrDefault(column, "");
  }

  private Audit.Rows rows(AuditPart all) {
    return new Audit.Rows(
        all.rows(), all.ok(), all.rows() - all.ok(), findings(all.rejected(), Map.of()));
  }

  private List<Audit.FileFinding> fileFindings() {
    return facts.findings().stream()
        .map(
            found ->
                new Audit.FileFinding(
                    found.code(),
                    texts.title(found.code()),
                    found.column(),
                    found.detail(),
                    texts.todo(found.code())))
        .toList();
  }

  private List<Audit.Finding> findings(
      Map<String, Tally> tallies, Map<String, Map<String, Long>> columns) {
    List<Audit.Finding> findings = new ArrayList<>();
    tallies.forEach(
        (code, tally) -> {
          Map<String, Long> named = new LinkedHashMap<>(columns.getOrDefault(code, Map.of()));
          named.remove("");
          findings.add(
              new Audit.Finding(code, texts.title(code), tally.count(), named, tally.lines()));
        });
    return findings;
  }

  private List<Audit.ColumnEntry> columns(AuditPart all) {
    // Of a row that is too broken to be read, no cell is known.
    long rows = all.rows() - unreadable(all);
    List<Audit.ColumnEntry> entries = new ArrayList<>();
    for (Column column : facts.layout().columns()) {
      ColumnStats stats =
          all.columns()
              .getOrDefault(column.name(), new ColumnStats(0, 0, 0, 0, Map.of(), Distinct.NONE));
      boolean several = facts.separators().containsKey(column.name());
      entries.add(
          new Audit.ColumnEntry(
              column.name(),
              column.header(),
              column.known(),
              ColumnType.of(stats, several),
              stats.filled(),
              rows == 0 ? 0 : Math.round(10_000.0 * stats.filled() / rows) / 10_000.0,
              stats.longest(),
              stats.multiline(),
              stats.nonAscii(),
              stats.distinct().count(),
              stats.distinct().more()));
    }
    return entries;
  }

  private static long unreadable(AuditPart all) {
    return all.rejected().entrySet().stream()
        .filter(e -> e.getKey().startsWith("OFF-11"))
        .mapToLong(e -> e.getValue().count())
        .sum();
  }

  private static Audit.InvalidEmails invalidEmails(AuditPart all) {
    List<Audit.EmailReason> reasons = new ArrayList<>();
    all.emailFaults()
        .forEach(
            (name, tally) ->
                reasons.add(
                    new Audit.EmailReason(
                        name.toLowerCase(Locale.ROOT),
                        EmailFault.valueOf(name).why(),
                        tally.count(),
                        tally.lines())));
    long count = reasons.stream().mapToLong(Audit.EmailReason::count).sum();
    return new Audit.InvalidEmails(count, reasons);
  }

  /** Only what the export can say: a column that is not there is no zero. */
  private Map<String, Long> mailing(AuditPart all) {
    Map<String, Long> mailing = new LinkedHashMap<>();
    boolean status = facts.layout().column("status").isPresent();
    if (status || facts.layout().column("blacklisted").isPresent()) {
      mailing.put("blocked", all.mailing().getOrDefault("blocked", 0L));
    }
    if (status) {
      mailing.put("bounced", all.mailing().getOrDefault("bounced", 0L));
      mailing.put("inactive", all.mailing().getOrDefault("inactive", 0L));
    }
    return facts.layout().kind() == ExportKind.CONTACTS ? mailing : Map.of();
  }

  private static Audit.Names names(NameCounts counts) {
    List<Audit.NameEntry> entries =
        counts.ranked().stream().map(e -> new Audit.NameEntry(e.getKey(), e.getValue())).toList();
    return new Audit.Names(entries.size(), counts.more(), entries);
  }

  private static Audit.Dates dates(Span span) {
    boolean any = span.dated() > 0;
    return new Audit.Dates(
        any ? Instant.ofEpochMilli(span.first()).toString() : null,
        any ? Instant.ofEpochMilli(span.last()).toString() : null,
        span.dated(),
        span.undated());
  }

  private static Audit.Subscriptions subscriptions(AuditPart all) {
    if (!all.subscriptions().isEmpty()) {
      return new Audit.Subscriptions("rows", all.subscriptions(), true);
    }
    return all.events().newest().isEmpty()
        ? new Audit.Subscriptions("none", Map.of(), true)
        : new Audit.Subscriptions("transactions", all.events().counts(), !all.events().more());
  }

  private static Audit.SampleEntry entry(Sample sample) {
    List<Audit.SampleLine> lines = new ArrayList<>();
    for (int i = 0; i < sample.rows().size(); i++) {
      lines.add(new Audit.SampleLine(sample.rows().get(i).line(), sample.reasons().get(i)));
    }
    return new Audit.SampleEntry(lines.size(), lines, sample.uncovered());
  }

  private Load load(AuditPart all, Duplicates duplicates, NameCounts tags, NameCounts lists) {
    long memberships = lists.counts().values().stream().mapToLong(Long::longValue).sum();
    return new Load(
        facts.layout().kind(),
        all.rows(),
        all.ok() - duplicates.total(),
        all.consent(),
        tags.counts().size(),
        lists.counts().size(),
        memberships,
        facts.layout().columns().stream().filter(c -> !c.known()).count());
  }
}
