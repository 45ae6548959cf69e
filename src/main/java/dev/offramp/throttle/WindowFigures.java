package dev.offramp.throttle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A window as the catalogue states it, before the number of seats is known. */
record WindowFigures(
    CostUnit unit,
    long limit,
    long perSeat,
    long max,
    Duration length,
    Window.Rule rule,
    Optional<ZoneId> zone,
    String source,
    String note) {

  private static final Set<String> KNOWN =
      Set.of(
          "counts",
          "limit",
          "perSeat",
          "max",
          "per",
          "midnight",
          "inFlight",
          "caution",
          "source",
          "note");

  static WindowFigures of(String where, JsonNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!KNOWN.contains(field.getKey())) {
        throw new LimitsException(where + " has a field that is not known: " + field.getKey());
      }
    }
    try {
      WindowFigures figures = parsed(node);
      // A window of one seat shows whether the parts fit each other.
      figures.window(1);
      return figures;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new LimitsException(where + ": " + e.getMessage(), e);
    }
  }

  private static WindowFigures parsed(JsonNode node) {
    String source = node.path("source").asText();
    if (!source.startsWith("https://")) {
      throw new IllegalArgumentException("a figure has no source: " + node);
    }
    boolean inFlight = node.path("inFlight").asBoolean();
    boolean calendar = node.has("midnight");
    String midnight = node.path("midnight").asText();
    String note = node.path("note").asText();
    return new WindowFigures(
        CostUnit.valueOf(node.path("counts").asText().toUpperCase(Locale.ROOT)),
        whole(node, "limit"),
        whole(node, "perSeat"),
        node.has("max") ? whole(node, "max") : Long.MAX_VALUE,
        inFlight ? Duration.ZERO : Duration.parse(node.path("per").asText()),
        inFlight ? Window.Rule.IN_FLIGHT : calendar ? Window.Rule.CALENDAR : Window.Rule.SLIDING,
        calendar && !midnight.equals("unknown")
            ? Optional.of(ZoneId.of(midnight))
            : Optional.empty(),
        source,
        node.path("caution").asBoolean() ? "our own caution: " + note : note);
  }

  private static long whole(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isMissingNode() && (!value.canConvertToLong() || !value.isIntegralNumber())) {
      throw new IllegalArgumentException(field + " is not a whole number: " + value);
    }
    return value.asLong();
  }

  Window window(long seats) {
    long sum = Math.addExact(limit, Math.multiplyExact(perSeat, seats));
    return new Window(unit, Math.min(sum, max), length, rule, zone, source, note);
  }
}
