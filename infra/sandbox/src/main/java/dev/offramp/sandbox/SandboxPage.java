package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** The page that says what a simulated destination holds. No script, nothing from elsewhere. */
final class SandboxPage {
  String render(SimulatedApi api, JsonNode stats) {
    StringBuilder facts = new StringBuilder();
    stats
        .properties()
        .forEach(
            e ->
                facts
                    .append("<dt>")
                    .append(escape(e.getKey()))
                    .append("</dt><dd>")
                    .append(escape(e.getValue().asText()))
                    .append("</dd>"));
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta http-equiv="refresh" content="3">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Simulated HubSpot</title><style>
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#fff}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}
        dt{color:#57606a}dd{margin:0}div.wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%%;margin:1rem 0}
        td,th{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #d0d7de;white-space:nowrap}
        </style></head><body><main><h1>Simulated HubSpot</h1>
        <p>Made-up people only. This page loads itself again every three seconds.</p>
        <dl>%s</dl>%s</main></body></html>
        """
        .formatted(facts, api.page());
  }

  /** Text as text, whatever it holds. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
