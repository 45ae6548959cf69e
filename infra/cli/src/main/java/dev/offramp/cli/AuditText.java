package dev.offramp.cli;

import dev.offramp.audit.Audit;
import dev.offramp.record.ConsentClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says an audit in a screenful of lines. */
final class AuditText {
  private static final int MOST = 5;

  private final Audit audit;

  AuditText(Audit audit) {
    this.audit = audit;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(audit.upload().name(), audit.kind()));
    add(lines, "rows", audit.rows().total());
    add(lines, "  can be moved", audit.rows().ok());
    add(lines, "  rejected", audit.rows().rejected());
    findings(lines, audit.rows().reasons());
    add(lines, "repeats", audit.duplicates().total());
    add(lines, "invalid e-mails", audit.invalidEmails().count());
    audit.consent().forEach((read, n) -> add(lines, "consent " + read.toLowerCase(Locale.ROOT), n));
    long questions = audit.review().stream().mapToLong(Audit.Finding::count).sum();
    add(lines, "to be decided", questions);
    names(lines, "tags", audit.tags());
    names(lines, "lists", audit.lists());
    names(lines, "products", audit.products());
    money(lines);
    if (audit.dates().first() != null) {
      lines.add("%-24s %s to %s".formatted("dates", audit.dates().first(), audit.dates().last()));
    }
    audit.subscriptions().states().forEach((s, n) -> add(lines, s.toLowerCase(Locale.ROOT), n));
    audit
        .findings()
        .forEach(
            found ->
                lines.add("%-24s %s: %s".formatted(found.code(), found.column(), found.title())));
    add(lines, "warnings", audit.warnings().stream().mapToLong(Audit.Finding::count).sum());
    findings(lines, audit.warnings());
    forecast(lines);
    return lines;
  }

  private static void add(List<String> lines, String name, long count) {
    lines.add(String.format(Locale.ROOT, "%-24s %,10d", name, count));
  }

  private static void findings(List<String> lines, List<Audit.Finding> findings) {
    for (Audit.Finding finding : findings) {
      lines.add(
          String.format(
              Locale.ROOT, "  %-22s %,10d  %s", finding.code(), finding.count(), finding.title()));
    }
  }

  private static void names(List<String> lines, String what, Audit.Names names) {
    if (names.total() > 0) {
      add(lines, what, names.total());
      names.names().stream()
          .limit(MOST)
          .forEach(name -> add(lines, "  " + name.name(), name.count()));
    }
  }

  private void money(List<String> lines) {
    audit
        .money()
        .forEach(
            (currency, types) ->
                types.forEach(
                    (type, sum) ->
                        lines.add(
                            "%-24s %10s %s minor units in %s rows"
                                .formatted(
                                    type.replace('_', ' '),
                                    sum.minorUnits(),
                                    currency,
                                    sum.count()))));
  }

  /** The few lines that somebody should have read who approves. */
  List<String> main() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(audit.upload().name(), audit.kind()));
    add(lines, "rows", audit.rows().total());
    add(lines, "  can be moved", audit.rows().ok());
    add(lines, "  rejected", audit.rows().rejected());
    if (!audit.consent().isEmpty()) {
      add(lines, "people", audit.rows().ok() - audit.duplicates().total());
      add(lines, "  may be mailed", mailable());
      add(lines, "  to be decided", audit.review().stream().mapToLong(Audit.Finding::count).sum());
    }
    add(lines, "findings", audit.findings().size());
    audit
        .findings()
        .forEach(f -> lines.add("  %s %s %s".formatted(f.code(), f.column(), f.todo())));
    lines.add("cannot be moved:");
    audit.cannotMove().forEach(item -> lines.add("  " + item.what()));
    forecast(lines);
    return lines;
  }

  /** Rows of people who may be mailed, repeats included. */
  private long mailable() {
    return audit.consent().entrySet().stream()
        .filter(read -> ConsentClass.valueOf(read.getKey()).mailable())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private void forecast(List<String> lines) {
    var forecast = audit.forecast();
    Map<String, String> facts =
        Map.of(
            "plan", forecast.plan().name() + (forecast.plan().fits() ? "" : " (too small)"),
            "time", forecast.duration().words() + " at the least",
            "AWS", "$" + forecast.aws().usd().toPlainString(),
            "enrichment", forecast.enrichment().words());
    lines.add("to %s:".formatted(forecast.name()));
    add(lines, "  calls", forecast.calls().total());
    for (String fact : List.of("plan", "time", "AWS", "enrichment")) {
      lines.add("  %-22s %s".formatted(fact, facts.get(fact)));
    }
  }
}
