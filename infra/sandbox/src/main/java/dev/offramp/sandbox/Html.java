package dev.offramp.sandbox;

import java.util.List;

/**
 * A table for the page of a simulated destination.
 *
 * @param head the headings
 * @param rows the cells, as text
 */
public record Html(List<String> head, List<List<String>> rows) {
  /** Copies the lists. */
  public Html {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  /** The table, every cell escaped. */
  public String table() {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><tr>");
    head.forEach(cell -> html.append("<th>").append(SandboxPage.escape(cell)).append("</th>"));
    html.append("</tr>");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(SandboxPage.escape(cell)).append("</td>"));
      html.append("</tr>");
    }
    return html.append("</table></div>").toString();
  }
}
