package dev.offramp.report;

import dev.offramp.verify.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One self-contained page that sets what was meant against what is there. No script, nothing from
 * elsewhere; every text of the customer is escaped.
 */
final class ReconciliationPage {
  private static final int MOST_NAMES = 50;
  private static final int LONGEST = 160;
  private static final Map<String, String> COLOURS =
      Map.of(
          "created", "c-granted",
          "updated", "c-not-regulated",
          "unchanged", "c-unknown",
          "merged", "c-blocked",
          "rejected", "c-do-not-contact",
          "excluded", "c-declined");

  private final Reconciliation all;

  ReconciliationPage(Reconciliation all) {
    this.all = all;
  }

  String render() {
    List<String> sections = new ArrayList<>();
    sections.add(head());
    sections.add(rows());
    sections.add(differences());
    sections.add(consent());
    sections.add(names());
    sections.add(fields());
    sections.add(money());
    sections.add(facts());
    return HtmlPage.withPlots("what arrived of " + name(), sections);
  }

  private String name() {
    String key = all.upload().key();
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private String head() {
    Reconciliation.Checked c = all.checked();
    Map<String, Long> rows = all.rows().counted();
    StringBuilder tiles = new StringBuilder();
    tile(tiles, c.asMeant(), "records are as they were meant");
    tile(tiles, all.differences().total(), "differences");
    tile(tiles, c.apart(), "records were changed there since");
    tile(tiles, rows.get("rejected") + rows.get("excluded"), "rows were left out");
    return """
    <header><p class="soft">What arrived%s</p><h1>%s</h1>
    <p class="lead">%s</p></header><div class="tiles">%s</div>\
    """
        .formatted(
            all.destination().isEmpty() ? "" : " in " + HtmlPage.escape(all.destination()),
            HtmlPage.escape(name()),
            HtmlPage.escape(all.sentence()),
            tiles);
  }

  private static void tile(StringBuilder tiles, long count, String words) {
    tiles.append("<div><b>%s</b><span>%s</span></div>".formatted(Numbers.of(count), words));
  }

  private String rows() {
    List<Bars.Part> parts = new ArrayList<>();
    all.rows()
        .counted()
        .forEach((outcome, n) -> parts.add(new Bars.Part(outcome, n, COLOURS.get(outcome))));
    String balance =
        all.rows().balanced()
            ? "%s rows in the file, and every one of them is in exactly one place."
                .formatted(Numbers.of(all.rows().parsed()))
            : "<span class=\"pill bad\">does not balance</span> %s rows in the file, %s parsed, %s pending."
                .formatted(
                    all.rows().inFile() == null ? "?" : Numbers.of(all.rows().inFile()),
                    Numbers.of(all.rows().parsed()),
                    Numbers.of(all.rows().pending()));
    return "<section><h2>Where the rows are</h2><p>%s</p>%s</section>"
        .formatted(balance, Bars.stacked(parts));
  }

  private String differences() {
    Reconciliation.Differences d = all.differences();
    if (d.total() == 0) {
      return "<section><h2>Differences</h2><p>None.%s</p></section>".formatted(apart());
    }
    StringBuilder kinds = new StringBuilder();
    d.kinds()
        .forEach((kind, n) -> kinds.append(Bars.row(Fault.valueOf(kind).words(), n, d.total())));
    StringBuilder lines = new StringBuilder();
    d.first().forEach(line -> lines.append(line(line)));
    return """
    <section><h2>Differences</h2><p>%s between what was meant and what is there.%s</p><table>%s</table>
    <h3>One by one</h3><p class="soft">%s of %s; %s has all of them.</p>
    <table><thead><tr><th class="n">Line</th><th style="width:38%%">What</th><th>Meant, and found</th></tr></thead><tbody>%s</tbody></table></section>\
    """
        .formatted(
            Numbers.of(d.total()),
            apart(),
            kinds,
            Numbers.of(d.first().size()),
            Numbers.of(d.total()),
            HtmlPage.escape(String.join(", ", d.files())),
            lines);
  }

  private String apart() {
    return all.differences().apart() == 0
        ? ""
        : " %s more stem from changes at the destination since the load and are listed apart in %s."
            .formatted(
                Numbers.of(all.differences().apart()),
                HtmlPage.escape(all.differences().files().get(0)));
  }

  private static String line(Reconciliation.Line line) {
    String found =
        line.found().isEmpty() ? "<span class=\"soft\">nothing</span>" : cut(line.found());
    String meant =
        line.meant().isEmpty() ? "<span class=\"soft\">nothing</span>" : cut(line.meant());
    return """
    <tr><td class="n">%s</td><td>%s<br><span class="soft">%s</span></td><td>%s<br>→ %s</td></tr>\
    """
        .formatted(
            line.line() > 0 ? Numbers.of(line.line()) : "",
            HtmlPage.escape(Fault.valueOf(line.kind()).words()),
            HtmlPage.escape(line.subject().isEmpty() ? line.record() : line.subject()),
            meant,
            found);
  }

  private static String cut(String text) {
    return HtmlPage.escape(
        text.codePointCount(0, text.length()) > LONGEST
            ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…"
            : text);
  }

  private String consent() {
    Reconciliation.Consent c = all.consent();
    if (c.optOuts() + c.permissions() == 0) {
      return "";
    }
    return """
    <section><h2>Who can be mailed</h2><dl>
    <dt>Must not be mailed</dt><dd><b>%s</b> were meant to be opted out, <b>%s</b> are</dd>
    <dt>Permissions</dt><dd><b>%s</b> were recorded; of <b>%s</b> that were looked at <b>%s</b> are there, and <b>%s</b> people are opted out since</dd>
    </dl></section>\
    """
        .formatted(
            Numbers.of(c.optOuts()),
            Numbers.of(c.optOutsFound()),
            Numbers.of(c.permissions()),
            Numbers.of(c.permissionsChecked()),
            Numbers.of(c.permissionsFound()),
            Numbers.of(c.refusedSince()));
  }

  private String names() {
    StringBuilder html = new StringBuilder();
    if (!all.lists().isEmpty()) {
      StringBuilder rows = new StringBuilder();
      all.lists().stream()
          .limit(MOST_NAMES)
          .forEach(l -> rows.append(name(l.name(), l.meant(), l.found(), l.others())));
      html.append(table("Lists", "others on it", rows, all.lists().size()));
    }
    if (!all.tags().isEmpty()) {
      StringBuilder rows = new StringBuilder();
      all.tags().stream()
          .limit(MOST_NAMES)
          .forEach(t -> rows.append(name(t.name(), t.meant(), t.found(), t.beside())));
      html.append(table("Tags", "others with it", rows, all.tags().size()));
    }
    return html.toString();
  }

  private static String name(String name, long meant, long found, long others) {
    String bad = meant == found ? "" : " <span class=\"pill bad\">differs</span>";
    return """
    <tr><td>%s%s</td><td class="n">%s</td><td class="n">%s</td><td class="n">%s</td></tr>\
    """
        .formatted(
            HtmlPage.escape(name), bad, Numbers.of(meant), Numbers.of(found), Numbers.of(others));
  }

  private String table(String title, String others, StringBuilder rows, int size) {
    String more =
        size > MOST_NAMES ? " The first %d of %s.".formatted(MOST_NAMES, Numbers.of(size)) : "";
    String sample = all.checked().oneOf() > 1 ? " Of the records in the sample." : "";
    return """
    <section><h2>%s</h2><p>By the number of their records.%s%s</p>
    <table><thead><tr><th>Name</th><th class="n">meant</th><th class="n">found</th><th class="n">%s</th></tr></thead><tbody>%s</tbody></table></section>\
    """
        .formatted(title, more, sample, others, rows);
  }

  private String fields() {
    if (all.fields().isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    for (Reconciliation.FieldLine f : all.fields()) {
      String column =
          f.column().isEmpty() || f.column().equals(f.field())
              ? ""
              : "<br><span class=\"soft\">%s</span>".formatted(HtmlPage.escape(f.column()));
      rows.append(
          """
          <tr><td>%s%s</td><td class="n">%s</td><td class="n">%s</td><td class="n">%s</td></tr>\
          """
              .formatted(
                  HtmlPage.escape(f.field()),
                  column,
                  Numbers.of(f.exact() + f.normalised()),
                  Numbers.of(f.kept() + f.apart()),
                  Numbers.of(f.different())));
    }
    return """
    <section><h2>Fields</h2><p>The same value in the destination’s own spelling counts as meant. Kept is what was there before the load, or was changed since.</p>
    <table><thead><tr><th>Field</th><th class="n">as meant</th><th class="n">kept</th><th class="n">differs</th></tr></thead><tbody>%s</tbody></table></section>\
    """
        .formatted(rows);
  }

  private String money() {
    if (all.money().isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    for (Reconciliation.MoneyLine m : all.money()) {
      rows.append(
          """
          <tr%s><td>%s<br><span class="soft">%s rows</span></td><td class="n">%s</td><td class="n">%s</td><td class="n">%s</td></tr>\
          """
              .formatted(
                  m.sum() ? " class=\"total\"" : "",
                  HtmlPage.escape(m.type().replace('_', ' ').toLowerCase(Locale.ROOT)),
                  Numbers.of(m.rows()),
                  HtmlPage.escape(Numbers.money(m.currency(), m.inFile())),
                  HtmlPage.escape(Numbers.money(m.currency(), m.moved())),
                  HtmlPage.escape(Numbers.money(m.currency(), m.leftOut()))));
    }
    return """
    <section><h2>Money</h2><p>What the file holds is what was moved and what was left out.</p>
    <table><thead><tr><th>Type</th><th class="n">in the file</th><th class="n">moved</th><th class="n">left out</th></tr></thead><tbody>%s</tbody></table></section>\
    """
        .formatted(rows);
  }

  private String facts() {
    Reconciliation.Checked c = all.checked();
    String extent =
        switch (c.extent()) {
          case "ALL" -> "every record was read back";
          case "SAMPLE" -> "one of %s records was read back".formatted(Numbers.of(c.oneOf()));
          default -> "nothing was read back";
        };
    return """
    <footer><p>%s%s<br>Job <code>%s</code>, mapping <code>%s</code><br>SHA-256 <code>%s</code>, %s bytes</p></footer>\
    """
        .formatted(
            extent,
            c.endedAt() == null ? "" : ", " + HtmlPage.escape(c.endedAt()),
            HtmlPage.escape(all.jobId()),
            HtmlPage.escape(all.mappingVersion()),
            HtmlPage.escape(all.upload().sha256()),
            Numbers.of(all.upload().bytes()));
  }
}
