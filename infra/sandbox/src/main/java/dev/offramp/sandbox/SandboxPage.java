package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The page that says what a simulated destination holds. No script, nothing from elsewhere; it
 * loads itself again, unless it is asked to stand still so that somebody can read it.
 */
final class SandboxPage {
  /**
   * The page.
   *
   * @param still whether it does not load itself again
   */
  String render(SimulatedApi api, JsonNode stats, boolean still) {
    StringBuilder facts = new StringBuilder();
    facts(stats)
        .forEach(
            (name, value) ->
                facts.append("<dt>%s</dt><dd>%s</dd>".formatted(escape(name), escape(value))));
    String again = still ? "" : "<meta http-equiv=\"refresh\" content=\"3\">";
    String note =
        still
            ? "This page stands still. <a href=\"/\">Load it again every three seconds</a>"
            : "This page loads itself again every three seconds. <a href=\"/?still\">Stand still</a>";
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        %s
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>Simulated HubSpot</title><style>
        :root{color-scheme:light dark;--line:#d0d7de;--soft:#57606a}
        @media(prefers-color-scheme:dark){:root{--line:#3d444d;--soft:#9da7b1}}
        body{font:16px/1.5 system-ui,sans-serif;margin:0}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}
        dt,.soft{color:var(--soft)}dd{margin:0;font-variant-numeric:tabular-nums}
        table{border-collapse:collapse;width:100%%;margin:1rem 0}
        td,th{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        th{overflow-wrap:normal;white-space:nowrap}
        @media(max-width:40rem){thead{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}
        td{display:grid;grid-template-columns:6.5rem 1fr;border:0;padding:.1rem 0}
        td::before{content:attr(data-name);color:var(--soft)}td:empty{display:none}}
        </style></head><body><main><h1>Simulated HubSpot</h1>
        <p>Made-up people only, in memory: they are gone when it ends. <a href="/sandbox/dump">Everything as JSON</a></p>
        <p class="soft">%s</p>
        <dl>%s</dl>%s</main></body></html>
        """
        .formatted(again, note, facts, api.page());
  }

  private static Map<String, String> facts(JsonNode stats) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Contacts", stats.path("records").asText());
    facts.put("Calls in 24 hours", stats.path("callsToday").asText());
    facts.put(
        "Fullest 10 seconds",
        stats.path("fullest10s").asText() + " of " + stats.path("limitPer10s").asText() + " calls");
    facts.put("Refused for the limit", stats.path("refusedForTheLimit").asText());
    facts.put("Faults on purpose", stats.path("faults").asText());
    return facts;
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
