package dev.offramp.report;

import dev.offramp.audit.Audit;
import dev.offramp.audit.MoneySum;
import dev.offramp.record.Money;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections of the page about what is in the file: names, money, subscriptions, columns. */
final class AuditContents {
  private static final int MOST_NAMES = 15;
  private static final List<String> TOTALS = List.of("sales", "refunds", "chargebacks", "net");

  private final Audit audit;

  AuditContents(Audit audit) {
    this.audit = audit;
  }

  String render() {
    return names("Tags", audit.tags(), "people")
        + names("Lists", audit.lists(), "people")
        + names("Products", audit.products(), "rows")
        + money()
        + counts("What happened", audit.types())
        + counts("Subscriptions", audit.subscriptions().states())
        + columns();
  }

  private static String names(String title, Audit.Names names, String unit) {
    if (names.names().isEmpty()) {
      return "";
    }
    long most = names.names().get(0).count();
    StringBuilder rows = new StringBuilder();
    names.names().stream()
        .limit(MOST_NAMES)
        .forEach(name -> rows.append(Bars.row(name.name(), name.count(), most)));
    long left = names.total() - MOST_NAMES;
    String more =
        left <= 0
            ? ""
            : "<p class=\"soft\">and %s more in audit.json</p>".formatted(Numbers.of(left));
    return "<section><h2>%s</h2><p>%s%s different, by number of %s.</p><table class=\"bars\">%s</table>%s</section>"
        .formatted(
            title, names.more() ? "more than " : "", Numbers.of(names.total()), unit, rows, more);
  }

  private String money() {
    StringBuilder tables = new StringBuilder();
    audit.money().forEach((currency, types) -> tables.append(money(currency, types)));
    return tables.isEmpty()
        ? ""
        : "<section><h2>Money</h2><p>Exact to the smallest coin. Failed payments are not counted as money.</p>%s</section>"
            .formatted(tables);
  }

  private static String money(String currency, Map<String, MoneySum> types) {
    StringBuilder rows = new StringBuilder();
    types.forEach(
        (type, sum) -> {
          if (!TOTALS.contains(type)) {
            rows.append(row(currency, type, sum, ""));
          }
        });
    for (String total : TOTALS) {
      if (types.containsKey(total)) {
        rows.append(row(currency, total, types.get(total), " class=\"total\""));
      }
    }
    String title = currency.equals(Money.NO_CURRENCY) ? "no currency named" : currency;
    return "<table><thead><tr><th>%s</th><th class=\"n\">rows</th><th class=\"n\">amount</th></tr></thead>%s</table>"
        .formatted(HtmlPage.escape(title), rows);
  }

  private static String row(String currency, String type, MoneySum sum, String look) {
    return "<tr%s><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>"
        .formatted(
            look,
            HtmlPage.escape(type.replace('_', ' ')),
            Numbers.of(sum.count()),
            HtmlPage.escape(Numbers.money(currency, sum.minorUnits())));
  }

  private static String counts(String title, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return "";
    }
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder rows = new StringBuilder();
    counts.forEach(
        (name, n) ->
            rows.append(Bars.row(name.toLowerCase(Locale.ROOT).replace('_', ' '), n, most)));
    return "<section><h2>%s</h2><table class=\"bars\">%s</table></section>".formatted(title, rows);
  }

  private String columns() {
    StringBuilder rows = new StringBuilder();
    for (Audit.ColumnEntry column : audit.columns()) {
      String share = String.format(Locale.ROOT, "%.0f %%", column.fillRate() * 100);
      rows.append(
          "<tr><td class=\"name\">%s</td><td class=\"soft\">%s</td><td class=\"n\">%s</td><td class=\"bar\">%s</td></tr>"
              .formatted(
                  HtmlPage.escape(column.header()),
                  column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                      + (column.known() ? "" : ", your own"),
                  share,
                  Bars.meter(Math.round(column.fillRate() * 1000), 1000)));
    }
    return "<section><h2>Columns</h2><p>How many rows have a value in each.</p><table class=\"bars\">%s</table></section>"
        .formatted(rows);
  }
}
