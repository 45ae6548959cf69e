package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Definition;
import dev.offramp.crm.Definition.ValueType;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.WriteReply;
import dev.offramp.crm.http.DestinationVerdicts;
import dev.offramp.http.CallGate;
import dev.offramp.testkit.ManualClock;
import dev.offramp.throttle.Dialects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The adapter with the real gate and the real reader of limits, over a vendor from a script. */
final class HubSpotRig {
  static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

  final ManualClock clock = new ManualClock(START);
  final OpenThrottle throttle = new OpenThrottle(clock);
  final ScriptedVendor vendor;
  final HubSpot hubspot;

  HubSpotRig(JsonNode answers) {
    vendor = new ScriptedVendor(answers);
    hubspot =
        new HubSpot(
            new CallGate(
                throttle,
                vendor,
                new Dialects().reader("hubspot"),
                clock,
                () -> Instant.MAX,
                new DestinationVerdicts()),
            Duration.ofSeconds(30));
  }

  /** Makes the call that a case names; what came of it, a line each, in a stable order. */
  List<String> run(JsonNode test) {
    JsonNode given = test.path("given");
    return switch (test.path("call").asText()) {
      case "create" -> rows(hubspot.create(drafts(given, false)));
      case "update" -> rows(hubspot.update(drafts(given, true)));
      case "delete" -> rows(hubspot.delete(texts(given)));
      case "read" -> read(given);
      case "inspect" -> states(hubspot.inspect(definitions(given)));
      case "define" -> states(List.of(hubspot.define(state(given))));
      case "undefine" -> states(hubspot.undefine(given(given)));
      case "memberships" -> memberships(given);
      case "join" -> rows(hubspot.join("7", texts(given)));
      case "leave" -> rows(hubspot.leave("7", texts(given)));
      case "consent" -> consent(given);
      case "writeConsent" -> rows(hubspot.writeConsent(orders(given)));
      case "restoreConsent" -> rows(hubspot.restoreConsent(priors(given)));
      default -> throw new IllegalArgumentException(test.path("call").asText());
    };
  }

  /**
   * A draft for each address: traces t1…, markers k1…, ids 501…; or with the fields that it has.
   */
  private static List<Draft> drafts(JsonNode given, boolean known) {
    List<Draft> drafts = new ArrayList<>();
    for (JsonNode one : given) {
      int n = drafts.size() + 1;
      Map<String, String> fields = new LinkedHashMap<>();
      if (one.isObject()) {
        one.properties().forEach(f -> fields.put(f.getKey(), f.getValue().asText()));
      } else {
        fields.put("email", one.asText());
        fields.put("kartra_contact_id", "k" + n);
      }
      drafts.add(new Draft("t" + n, known ? Integer.toString(500 + n) : null, fields));
    }
    return drafts;
  }

  private List<String> read(JsonNode given) {
    List<Lookup> lookups = new ArrayList<>();
    texts(given.path("ids")).forEach(id -> lookups.add(new Lookup(id, id, "", "", false)));
    texts(given.path("markers")).forEach(m -> lookups.add(new Lookup(m, null, m, "", true)));
    texts(given.path("emails")).forEach(e -> lookups.add(new Lookup(e, null, "", e, false)));
    return hubspot.read(lookups, new TreeSet<>(List.of("lastname"))).stream()
        .map(r -> "%s %s %s".formatted(r.traceId(), r.remoteId(), r.fields()))
        .sorted()
        .toList();
  }

  private List<String> memberships(JsonNode given) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(hubspot.memberships(texts(given)))
        .forEach((id, lists) -> lines.add(id + " " + new TreeSet<>(lists)));
    return lines;
  }

  private List<String> consent(JsonNode given) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(hubspot.consent(texts(given)))
        .forEach((email, record) -> lines.add(email + " " + record.state()));
    return lines;
  }

  private static Map<String, ConsentOrder> orders(JsonNode given) {
    Map<String, ConsentOrder> orders = new LinkedHashMap<>();
    given
        .properties()
        .forEach(e -> orders.put(e.getKey(), ConsentOrder.valueOf(e.getValue().asText())));
    return orders;
  }

  private static Map<String, ConsentRecord> priors(JsonNode given) {
    Map<String, ConsentRecord> priors = new LinkedHashMap<>();
    given
        .properties()
        .forEach(
            e -> {
              String detail = e.getValue().asText();
              ConsentState state =
                  detail.contains("=UNSUBSCRIBED")
                      ? ConsentState.OPTED_OUT
                      : detail.contains("=SUBSCRIBED")
                          ? ConsentState.SUBSCRIBED
                          : ConsentState.UNSPECIFIED;
              priors.put(e.getKey(), new ConsentRecord(state, detail));
            });
    return priors;
  }

  private static Definition definition(JsonNode one) {
    if (one.has("list")) {
      return Definition.list(one.path("list").asText());
    }
    return new Definition(
        Definition.Kind.FIELD,
        one.path("field").asText(),
        one.path("label").asText(one.path("field").asText()),
        ValueType.valueOf(one.path("type").asText("TEXT")),
        texts(one.path("options")),
        one.path("unique").asBoolean(false));
  }

  private static List<Definition> definitions(JsonNode given) {
    List<Definition> all = new ArrayList<>();
    given.forEach(one -> all.add(definition(one)));
    return all;
  }

  private static DefinitionState state(JsonNode one) {
    return new DefinitionState(
        definition(one), one.path("id").asText(null), texts(one.path("missing")));
  }

  private static List<DefinitionState> given(JsonNode given) {
    List<DefinitionState> all = new ArrayList<>();
    given.forEach(one -> all.add(state(one)));
    return all;
  }

  private static List<String> states(List<DefinitionState> states) {
    return states.stream()
        .map(
            s ->
                "%s %s %s"
                    .formatted(
                        s.definition().name(),
                        s.exists() ? s.remoteId() : "absent",
                        s.missingOptions()))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static List<String> rows(WriteReply reply) {
    return ((WriteReply.Answered) reply).rows().stream().map(HubSpotRig::line).sorted().toList();
  }

  private static String line(RowAnswer row) {
    String id = row.remoteId() == null || row.remoteId().isEmpty() ? "-" : row.remoteId();
    String words = row.message().isEmpty() ? "" : " " + row.message();
    return "%s %s %s%s".formatted(row.traceId(), row.verdict(), id, words);
  }
}
