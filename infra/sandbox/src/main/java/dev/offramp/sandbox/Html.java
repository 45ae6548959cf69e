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

  /** The table, every cell escaped; each cell has its heading's name, for narrow screens. */
  public String table() {
    StringBuilder html = new StringBuilder("<table><thead><tr>");
    head.forEach(cell -> html.append("<th>").append(SandboxPage.escape(cell)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append("<td data-name=\"%s\">".formatted(SandboxPage.escape(head.get(i))))
            .append(SandboxPage.escape(row.get(i)))
            .append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }
}
