package dev.offramp.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The frame of the pages that a report holds: self-contained, no script, nothing from elsewhere.
 */
final class HtmlPage {
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
      pre{overflow-x:auto;padding:.6rem;border:1px solid var(--line)}
      dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
      @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}
      :root{--soft:#9da7b3;--line:#30363d;--bar:#57ab7d}.track{background:#21262d}}
      """;

  private HtmlPage() {}

  /**
   * A whole page.
   *
   * @param title a text, escaped here
   * @param body HTML, in which every text of the customer is escaped already
   */
  static String of(String title, String body) {
    return """
    <!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Offramp: %s</title><style>%s</style></head><body><main>
    %s</main></body></html>
    """
        .formatted(escape(title), STYLE, body);
  }

  /**
   * A whole page with plots: wider, and with the style sheet that those share.
   *
   * @param title a text, escaped here
   * @param sections HTML, in which every text of the customer is escaped already
   */
  static String withPlots(String title, List<String> sections) {
    return """
    <!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="referrer" content="no-referrer">
    <title>Offramp: %s</title><style>%s</style></head><body><main>
    %s</main></body></html>
    """
        .formatted(escape(title), plotStyle(), String.join("\n", sections));
  }

  private static String plotStyle() {
    try (InputStream in = HtmlPage.class.getResourceAsStream("audit.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("audit.css cannot be read", e);
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
