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
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--bar:#2f6f4f}
      body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:#fff;margin:0}
      main{max-width:46rem;margin:0 auto;padding:2rem 1rem}
      h1{font-size:1.6rem;margin:0 0 .25rem}p.soft,td.soft{color:var(--soft)}
      table{border-collapse:collapse;width:100%;margin:1.5rem 0}
      td,th{text-align:left;padding:.4rem .5rem;border-bottom:1px solid var(--line)}
      td.n{text-align:right;font-variant-numeric:tabular-nums}
      .track{background:#eaeef2;border-radius:3px;height:.7rem;min-width:6rem}
      .fill{background:var(--bar);border-radius:3px;height:.7rem}
      dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}
      dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
      @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}
      :root{--soft:#9da7b3;--line:#30363d;--bar:#57ab7d}.track{background:#21262d}}
      """;

  /** The whole page; every text of the customer is escaped. */
  String render(JobSummary summary) {
    List<String> rows = new ArrayList<>();
    counts(summary.rows()).forEach((name, count) -> rows.add(row(name, count, summary.rows())));
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Offramp: %1$s</title><style>%2$s</style></head><body><main>
        <h1>%3$s rows moved to %4$s</h1><p class="soft">%5$s</p>
        <table><thead><tr><th>Outcome</th><th>Rows</th><th></th></tr></thead><tbody>%6$s</tbody></table>
        <p>%7$s</p>
        <dl>%8$s</dl></main></body></html>
        """
        .formatted(
            escape(summary.jobId()),
            STYLE,
            number(summary.rows().parsed() - summary.rows().rejected() - summary.rows().excluded()),
            escape(summary.destination()),
            escape(summary.key()),
            String.join("", rows),
            balance(summary.rows()),
            facts(summary));
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
        style="width:%d.%d%%"></div></div></td></tr>"""
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
    facts.put("From", summary.startedAt().toString());
    facts.put("To", summary.endedAt().toString());
    StringBuilder html = new StringBuilder();
    facts.forEach(
        (name, value) ->
            html.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>"));
    return html.toString();
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

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
