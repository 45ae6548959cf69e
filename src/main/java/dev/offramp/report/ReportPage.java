package dev.offramp.report;

import dev.offramp.enrich.EnrichedPages;
import dev.offramp.job.Counters;
import dev.offramp.job.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One self-contained page that says what a job came to. No script, nothing from elsewhere. */
final class ReportPage {
  /** The whole page; every text of the customer is escaped. */
  String render(JobSummary summary) {
    List<String> rows = new ArrayList<>();
    counts(summary.rows()).forEach((name, count) -> rows.add(row(name, count, summary.rows())));
    return HtmlPage.of(
        summary.jobId(),
        """
        <h1>%s</h1><p class="soft">%s</p>
        <table><thead><tr><th>Outcome</th><th>Rows</th><th></th></tr></thead><tbody>%s</tbody></table>
        <p>%s</p>
        <dl>%s</dl>\
        """
            .formatted(
                heading(summary),
                HtmlPage.escape(summary.key()),
                String.join("", rows),
                balance(summary.rows()),
                facts(summary)));
  }

  private static String heading(JobSummary summary) {
    Counters rows = summary.rows();
    return summary.destination().isEmpty()
        ? number(rows.parsed()) + " rows read, none of a kind that is loaded"
        : "%s rows moved to %s"
            .formatted(
                number(rows.parsed() - rows.rejected() - rows.excluded()),
                HtmlPage.escape(summary.destination()));
  }

  private static Map<String, Long> counts(Counters rows) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(Outcome.CREATED.name(), rows.created());
    counts.put(Outcome.UPDATED.name(), rows.updated());
    counts.put(Outcome.UNCHANGED.name(), rows.unchanged());
    counts.put(Outcome.MERGED.name(), rows.merged());
    counts.put(Outcome.REJECTED.name(), rows.rejected());
    counts.put(Outcome.EXCLUDED.name(), rows.excluded());
    return counts;
  }

  private static String row(String name, long count, Counters rows) {
    long permille = rows.parsed() == 0 ? 0 : count * 1000 / rows.parsed();
    return """
    <tr><td>%s</td><td class="n">%s</td><td><div class="track"><div class="fill" \
    style="width:%d.%d%%"></div></div></td></tr>\
    """
        .formatted(
            name.toLowerCase(java.util.Locale.ROOT), number(count), permille / 10, permille % 10);
  }

  private static String balance(Counters rows) {
    return rows.pending() == 0
        ? "Every one of the %s rows ended in exactly one of these.".formatted(number(rows.parsed()))
        : "%s of the %s rows have no outcome yet."
            .formatted(number(rows.pending()), number(rows.parsed()));
  }

  private static String facts(JobSummary summary) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Job", summary.jobId());
    facts.put("File", summary.sha256() + " (SHA-256), " + number(summary.bytes()) + " bytes");
    facts.put("Mapping", summary.mappingVersion());
    if (summary.enrichment() != null) {
      facts.put("Kartra's API", enrichment(summary.enrichment()));
    }
    if (summary.verification() != null) { // Reports from before there was any have none.
      facts.put("Read back", summary.verification().sentence());
    }
    if (!summary.destination().isEmpty()) {
      facts.put("Order", order(summary.conduct()));
      facts.put("Share of the limits", share(summary.conduct()));
    }
    facts.put("From", summary.startedAt().toString());
    facts.put("To", summary.endedAt().toString());
    if (summary.rollbackUntil() != null) {
      facts.put("Can be taken back until", summary.rollbackUntil().toString());
    }
    if (summary.replayOf() != null) {
      facts.put("Rejects of", summary.replayOf());
    }
    if (summary.sampleOf() != null) {
      facts.put("Sample of", summary.sampleOf());
    }
    if (summary.replayed() != null) {
      facts.put(
          "Of the rejects",
          "%s came in corrected, with %s"
              .formatted(
                  number(summary.replayed().rows()), String.join(", ", summary.replayed().jobs())));
    }
    StringBuilder html = new StringBuilder();
    facts.forEach(
        (name, value) ->
            html.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(HtmlPage.escape(value))
                .append("</dd>"));
    return html.toString();
  }

  private static String order(Conduct conduct) {
    return conduct.outOfOrder() == 0
        ? conduct.order() + ", every record made in the order of the rows"
        : "%s, %s records made after one of a later row (%s inversions)"
            .formatted(conduct.order(), number(conduct.outOfOrder()), number(conduct.inversions()));
  }

  private static String share(Conduct conduct) {
    return "%d.%d %%%s"
        .formatted(
            conduct.sharePerMille() / 10,
            conduct.sharePerMille() % 10,
            conduct.shareByPerson() ? ", set while it ran" : "");
  }

  private static String enrichment(EnrichedPages.Tally tally) {
    StringBuilder text = new StringBuilder("knew ");
    text.append(number(tally.enriched())).append(" of ").append(number(tally.asked()));
    text.append(" contacts");
    tally
        .notEnriched()
        .forEach(
            (code, count) -> text.append("; ").append(code).append(": ").append(number(count)));
    return text.toString();
  }

  private static String number(long value) {
    return String.format(java.util.Locale.ROOT, "%,d", value);
  }
}
