package dev.offramp.report;

import dev.offramp.audit.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The section of the page about what is wrong in the file. */
final class AuditFindings {
  private final Audit audit;

  AuditFindings(Audit audit) {
    this.audit = audit;
  }

  String render() {
    List<String> parts = new ArrayList<>();
    if (!audit.rows().reasons().isEmpty()) {
      parts.add("<h3>Rows that cannot be moved as they are</h3>" + table(audit.rows().reasons()));
    }
    if (audit.invalidEmails().count() > 0) {
      parts.add("<h3>E-mail addresses that are none</h3>" + emails());
    }
    if (audit.duplicates().total() > 0) {
      String people = "Rows about somebody who was there before";
      String title = audit.consent().isEmpty() ? "Rows that repeat an earlier one" : people;
      parts.add("<h3>%s</h3>%s".formatted(title, duplicates()));
    }
    if (!audit.warnings().isEmpty()) {
      parts.add("<h3>Things to know</h3>" + table(audit.warnings()));
    }
    if (!audit.findings().isEmpty()) {
      parts.add("<h3>About the whole file</h3>" + whole());
    }
    String all =
        parts.isEmpty() ? "<p>Nothing. Every row can be read.</p>" : String.join("", parts);
    return "<section><h2>What is wrong in it</h2>%s</section>".formatted(all);
  }

  /** Codes with how often and where they were met. */
  static String table(List<Audit.Finding> findings) {
    StringBuilder rows = new StringBuilder();
    for (Audit.Finding finding : findings) {
      String columns =
          finding.columns().isEmpty()
              ? ""
              : " In "
                  + finding.columns().keySet().stream()
                      .map(HtmlPage::escape)
                      .collect(Collectors.joining(", "))
                  + ".";
      rows.append(
          row(
              finding.count(),
              HtmlPage.escape(finding.title()) + columns,
              finding.code(),
              finding.lines()));
    }
    return "<table>%s</table>".formatted(rows);
  }

  private String whole() {
    StringBuilder rows = new StringBuilder();
    for (Audit.FileFinding found : audit.findings()) {
      rows.append(
          "<tr><td><b>%s</b></td><td>%s <span class=\"soft\">%s %s.</span><br>%s</td></tr>"
              .formatted(
                  HtmlPage.escape(found.column()),
                  HtmlPage.escape(found.title()),
                  found.code(),
                  HtmlPage.escape(found.detail()),
                  HtmlPage.escape(found.todo())));
    }
    return "<table>%s</table>".formatted(rows);
  }

  private String emails() {
    StringBuilder rows = new StringBuilder();
    for (Audit.EmailReason reason : audit.invalidEmails().reasons()) {
      rows.append(row(reason.count(), HtmlPage.escape(reason.title()), "", reason.lines()));
    }
    return "<table>%s</table>".formatted(rows);
  }

  private String duplicates() {
    StringBuilder rows = new StringBuilder();
    var found = audit.duplicates();
    if (found.byId().count() > 0) {
      rows.append(row(found.byId().count(), "with the same id", "", found.byId().lines()));
    }
    if (found.byEmail().count() > 0) {
      rows.append(
          row(found.byEmail().count(), "with the same address", "", found.byEmail().lines()));
    }
    return "<p>They will be joined into one.</p><table>%s</table>".formatted(rows);
  }

  private static String row(long count, String html, String code, List<Long> lines) {
    String where =
        lines.stream().map(Numbers::of).collect(Collectors.joining(", "))
            + (count > lines.size() ? " …" : "");
    return """
    <tr><td class="n"><b>%s</b></td><td>%s <span class="soft">%s %s %s</span></td></tr>\
    """
        .formatted(Numbers.of(count), html, code, lines.size() == 1 ? "Line" : "Lines", where);
  }
}
