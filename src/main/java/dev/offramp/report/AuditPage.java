package dev.offramp.report;

import dev.offramp.audit.Audit;
import dev.offramp.audit.forecast.Forecast;
import dev.offramp.record.ConsentClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One self-contained page that tells a customer what an upload holds and what moving it will take.
 * No script, nothing from elsewhere, no personal data; every text of the customer is escaped.
 */
final class AuditPage {
  private static final Map<ConsentClass, String> WORDS =
      Map.of(
          ConsentClass.GRANTED, "agreed to be mailed",
          ConsentClass.NOT_REGULATED, "may be mailed; the GDPR does not apply to them",
          ConsentClass.UNKNOWN, "unclear: will not be mailed until you decide",
          ConsentClass.DECLINED, "said no",
          ConsentClass.BLOCKED, "blocked: the address bounces or is bad",
          ConsentClass.DO_NOT_CONTACT, "asked never to be contacted");

  private final Audit audit;

  AuditPage(Audit audit) {
    this.audit = audit;
  }

  String render() {
    List<String> sections = new ArrayList<>();
    sections.add(head());
    sections.add(mailable());
    sections.add(decisions());
    sections.add(new AuditContents(audit).render());
    sections.add(new AuditFindings(audit).render());
    sections.add(cannotMove());
    sections.add(forecast());
    sections.add(facts());
    return HtmlPage.withPlots("what is in " + audit.upload().name(), sections);
  }

  private String head() {
    String dates =
        audit.dates().first() == null
            ? ""
            : ", from %s to %s"
                .formatted(
                    audit.dates().first().substring(0, 10), audit.dates().last().substring(0, 10));
    StringBuilder tiles = new StringBuilder();
    // Only people have a destination today; rows of other kinds are read, audited and excluded.
    tile(tiles, audit.rows().ok(), isOfPeople() ? "rows can be moved" : "rows can be read");
    tile(tiles, audit.rows().rejected(), "rows need correcting");
    tile(
        tiles,
        audit.duplicates().total(),
        isOfPeople() ? "rows are about somebody twice" : "rows repeat an earlier one");
    tile(
        tiles, audit.review().stream().mapToLong(Audit.Finding::count).sum(), "need your decision");
    return """
    <header><p class="soft">What is in your file</p><h1>%s</h1>
    <p class="lead">An export of %s with %s rows and %s columns%s. Nothing has been written anywhere yet.</p></header>
    <div class="tiles">%s</div>\
    """
        .formatted(
            HtmlPage.escape(audit.upload().name()),
            HtmlPage.escape(audit.kind()),
            Numbers.of(audit.rows().total()),
            Numbers.of(audit.columns().size()),
            dates,
            tiles);
  }

  private boolean isOfPeople() {
    return !audit.consent().isEmpty();
  }

  private static void tile(StringBuilder tiles, long count, String words) {
    tiles.append("<div><b>%s</b><span>%s</span></div>".formatted(Numbers.of(count), words));
  }

  private String mailable() {
    if (audit.consent().isEmpty()) {
      return "";
    }
    List<Bars.Part> parts = new ArrayList<>();
    for (ConsentClass read : ConsentClass.values()) {
      parts.add(
          new Bars.Part(
              WORDS.get(read),
              audit.consent().getOrDefault(read.name(), 0L),
              "c-" + read.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
    }
    long yes = parts.get(0).count() + parts.get(1).count();
    return """
    <section><h2>Who can be mailed</h2><p>%s of %s contacts in the file. Nobody will be more reachable than in Kartra: \
    what is unclear is read as no.</p>%s<p class="soft">%s</p></section>\
    """
        .formatted(Numbers.of(yes), Numbers.of(audit.rows().ok()), Bars.stacked(parts), status());
  }

  private String status() {
    List<String> known = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (String status : List.of("blocked", "bounced", "inactive")) {
      Long count = audit.mailing().get(status);
      if (count == null) {
        silent.add(status);
      } else {
        known.add("%s: %s".formatted(status, Numbers.of(count)));
      }
    }
    String all = known.isEmpty() ? "" : "In Kartra " + String.join(", ", known) + ". ";
    return silent.isEmpty()
        ? all
        : all + "This export does not say who is " + String.join(" or ", silent) + ".";
  }

  private String decisions() {
    if (audit.review().isEmpty()) {
      return "";
    }
    return """
    <section><h2>What needs your decision</h2><p>The file gdpr-review.csv names the people. Without an answer the \
    strict reading stays.</p>%s</section>\
    """
        .formatted(AuditFindings.table(audit.review()));
  }

  private String cannotMove() {
    StringBuilder rows = new StringBuilder();
    audit
        .cannotMove()
        .forEach(
            item ->
                rows.append(
                    "<tr><td><b>%s</b></td><td>%s%s</td></tr>"
                        .formatted(
                            HtmlPage.escape(item.what()),
                            HtmlPage.escape(item.why()),
                            item.enrichment()
                                ? " <span class=\"pill\">with enrichment</span>"
                                : "")));
    return """
    <section><h2>What will not move</h2><p>Kartra does not give these out in its exports. “With enrichment” means: \
    Offramp can ask Kartra for it, person by person.</p><table>%s</table></section>\
    """
        .formatted(rows);
  }

  private String forecast() {
    Forecast forecast = audit.forecast();
    Forecast.PlanChoice plan = forecast.plan();
    return """
    <section><h2>What it will take to move to %s</h2>
    <dl><dt>Plan</dt><dd><b>%s</b>%s%s</dd>
    <dt>Time</dt><dd><b>%s</b> at the least%s</dd>
    <dt>Calls</dt><dd><b>%s</b>%s</dd>
    <dt>AWS</dt><dd><b>$%s</b>%s</dd>
    <dt>Enrichment</dt><dd><b>%s</b> more, if Kartra is asked for what it does not export%s</dd></dl></section>\
    """
        .formatted(
            HtmlPage.escape(forecast.name()),
            HtmlPage.escape(plan.name()),
            plan.fits() ? "" : " <span class=\"pill bad\">too small</span>",
            arithmetic(plan.arithmetic()),
            forecast.duration().words(),
            arithmetic(forecast.duration().arithmetic()),
            Numbers.of(forecast.calls().total()),
            arithmetic(forecast.calls().arithmetic()),
            forecast.aws().usd().toPlainString(),
            arithmetic(forecast.aws().arithmetic()),
            forecast.enrichment().words(),
            arithmetic(forecast.enrichment().arithmetic()));
  }

  private static String arithmetic(List<String> lines) {
    StringBuilder items = new StringBuilder();
    lines.forEach(line -> items.append("<li>").append(HtmlPage.escape(line)).append("</li>"));
    return "<details><summary>How this was worked out</summary><ul>%s</ul></details>"
        .formatted(items);
  }

  private String facts() {
    return """
    <footer><p>SHA-256 <code>%s</code><br>%s bytes, %s, cells separated by %s</p>
    <p>This page holds counts and the names of columns, tags, lists and products; it names nobody.</p></footer>\
    """
        .formatted(
            HtmlPage.escape(audit.upload().sha256()),
            Numbers.of(audit.upload().bytes()),
            HtmlPage.escape(audit.encoding()),
            delimiter());
  }

  private String delimiter() {
    return switch (audit.delimiter()) {
      case "," -> "commas";
      case ";" -> "semicolons";
      default -> "tabs";
    };
  }
}
