package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HubSpot's envelope of an error: of a whole answer, or of one entry of {@code errors} in a batch.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/error-handling
 *
 * @param body the JSON with {@code category}, {@code message}, {@code errors}, {@code context}
 */
record Envelope(JsonNode body) {
  private static final String PROPERTY_MISSING = "PROPERTY_DOESNT_EXIST";

  /**
   * The record that a change clashed with is named in the text only. The first form is documented
   * for e-mail addresses; the second, for other unique properties, is not confirmed.
   */
  private static final Pattern EXISTING =
      Pattern.compile("Existing ID: (\\d+)|(\\d+) already has that value");

  private static final Pattern VALUES =
      Pattern.compile("\"[^\"]*\"|'[^']*'|\\[[^\\]]*\\]|\\S*@\\S*|\\d{5,}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

  /** What kind of error it is, or empty. */
  String category() {
    return body.path("category").asText("");
  }

  /** Whether the envelope names a code, in whichever of its places. */
  boolean says(String code) {
    return category().equals(code)
        || body.path("subCategory").asText("").contains(code)
        || codes().contains(code)
        || body.path("message").asText("").contains(code);
  }

  private Set<String> codes() {
    Set<String> codes = new LinkedHashSet<>();
    codes.add(body.path("code").asText(""));
    body.path("errors").forEach(error -> codes.add(error.path("code").asText("")));
    codes.remove("");
    return codes;
  }

  /** Whether another record has a value that has to be unique. */
  boolean clash() {
    return category().equals("CONFLICT") || says("CONFLICTING_UNIQUE_VALUE");
  }

  /** Whether the record that was asked for is not there. */
  boolean gone() {
    return category().equals("OBJECT_NOT_FOUND");
  }

  /** Whether a property that was sent is not (or no longer) there: then no row can go. */
  boolean propertyMissing() {
    return says(PROPERTY_MISSING);
  }

  /** The id of the record that a change clashed with, where the text has it. */
  Optional<String> existing() {
    Matcher matcher = EXISTING.matcher(body.path("message").asText(""));
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  /** HubSpot's own words with the codes that they lack, for the owner of the row. */
  String words() {
    String message = body.path("message").asText(category());
    List<String> more = new ArrayList<>();
    codes().stream().filter(code -> !message.contains(code)).forEach(more::add);
    context("propertyName").stream().filter(name -> !message.contains(name)).forEach(more::add);
    return more.isEmpty() ? message : message + " (" + String.join(", ", more) + ")";
  }

  /** The words without anything that could be somebody's value (invariant 8). */
  String wordsWithoutValues() {
    return VALUES.matcher(words()).replaceAll("…");
  }

  /**
   * What the context says under a name: one value or several, here or in an entry of {@code
   * errors}.
   */
  List<String> context(String name) {
    List<String> values = new ArrayList<>();
    add(values, body.path("context").path(name));
    body.path("errors").forEach(error -> add(values, error.path("context").path(name)));
    return values;
  }

  /** The same, only names and codes: nothing that could be somebody's value (invariant 8). */
  List<String> plainContext(String name) {
    return context(name).stream().filter(PLAIN.asMatchPredicate()).toList();
  }

  private static void add(List<String> values, JsonNode value) {
    if (value.isArray()) {
      value.forEach(one -> values.add(one.asText()));
    } else if (value.isValueNode() && !value.isNull()) {
      values.add(value.asText());
    }
  }
}
