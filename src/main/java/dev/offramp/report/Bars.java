package dev.offramp.report;

import java.util.List;
import java.util.Locale;

/** Plots as SVG and CSS, drawn here: a page needs no script for them. */
final class Bars {
  private Bars() {}

  /**
   * A part of a whole.
   *
   * @param name what it is
   * @param count how many
   * @param colour the name of a colour of the page's style
   */
  record Part(String name, long count, String colour) {}

  /** One bar that is cut into parts, with its legend; parts of nothing are left out. */
  static String stacked(List<Part> parts) {
    long total = parts.stream().mapToLong(Part::count).sum();
    if (total == 0) {
      return "";
    }
    StringBuilder svg = new StringBuilder();
    StringBuilder legend = new StringBuilder();
    double x = 0;
    for (Part part : parts) {
      if (part.count() > 0) {
        double width = 100.0 * part.count() / total;
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.3f\" y=\"0\" width=\"%.3f\" height=\"10\"/>",
                part.colour(),
                x,
                width));
        legend.append(
            "<li><i class=\"%s\"></i><b>%s</b> %s <span class=\"soft\">%s</span></li>"
                .formatted(
                    part.colour(),
                    Numbers.of(part.count()),
                    HtmlPage.escape(part.name()),
                    Numbers.percent(part.count(), total)));
        x += width;
      }
    }
    return """
    <svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" \
    aria-label="The parts are listed below">%s</svg><ul class="legend">%s</ul>\
    """
        .formatted(svg, legend);
  }

  /** A row of a table with a bar; {@code most} is what fills the bar. */
  static String row(String name, long count, long most) {
    return "<tr><td class=\"name\">%s</td><td class=\"n\">%s</td><td class=\"bar\">%s</td></tr>"
        .formatted(HtmlPage.escape(name), Numbers.of(count), meter(count, most));
  }

  /** A bar that is filled as far as a share says. */
  static String meter(long count, long most) {
    double width = most == 0 ? 0 : 100.0 * count / most;
    return String.format(
        Locale.ROOT,
        "<svg class=\"meter\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\""
            + " aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"8\"/><rect"
            + " class=\"fill\" width=\"%.2f\" height=\"8\"/></svg>",
        width);
  }
}
