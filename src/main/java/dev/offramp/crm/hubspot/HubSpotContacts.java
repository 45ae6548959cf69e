package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contacts in batches. The order of results is not promised: rows are matched by trace id, id or
 * e-mail, never by position.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
final class HubSpotContacts {
  private static final String BATCH = "/crm/objects/" + HubSpotApi.VERSION + "/contacts/batch/";
  private static final String EMAIL = "email";
  private static final String OTHER_EMAILS = "hs_additional_emails";
  private static final String TRACE = "objectWriteTraceId";
  private static final Pattern EXISTING = Pattern.compile("Existing ID: (\\d+)");

  private final HubSpotApi api;
  private final String marker;

  HubSpotContacts(HubSpotApi api, String marker) {
    this.api = api;
    this.marker = marker;
  }

  List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    List<Lookup> byId = new ArrayList<>();
    List<Lookup> byMarker = new ArrayList<>();
    List<Lookup> byEmail = new ArrayList<>();
    for (Lookup lookup : lookups) {
      if (lookup.remoteId() != null) {
        byId.add(lookup);
      } else if (lookup.byMarker()) {
        byMarker.add(lookup);
      } else if (!lookup.email().isEmpty()) {
        byEmail.add(lookup);
      }
    }
    List<RemoteRecord> found = new ArrayList<>();
    found.addAll(readBy("", byId, Lookup::remoteId, fields));
    found.addAll(readBy(marker, byMarker, Lookup::marker, fields));
    found.addAll(readBy(EMAIL, byEmail, Lookup::email, fields));
    return found;
  }

  private List<RemoteRecord> readBy(
      String property,
      List<Lookup> lookups,
      java.util.function.Function<Lookup, String> key,
      Set<String> fields) {
    if (lookups.isEmpty()) {
      return List.of();
    }
    Map<String, JsonNode> byKey = new HashMap<>();
    for (JsonNode record : readRecords(property, lookups.stream().map(key).toList(), fields)) {
      keysOf(record, property).forEach(k -> byKey.put(k, record));
    }
    List<RemoteRecord> found = new ArrayList<>();
    for (Lookup lookup : lookups) {
      JsonNode record = byKey.get(key.apply(lookup).toLowerCase(Locale.ROOT));
      if (record != null) {
        found.add(remote(lookup.traceId(), record, fields));
      }
    }
    return found;
  }

  private Iterable<JsonNode> readRecords(String property, List<String> keys, Set<String> fields) {
    ObjectNode body = api.object();
    if (!property.isEmpty()) {
      body.put("idProperty", property);
    }
    ArrayNode properties = body.putArray("properties");
    Set<String> wanted = new HashSet<>(fields);
    wanted.addAll(List.of(marker, EMAIL, OTHER_EMAILS));
    wanted.stream().sorted().forEach(properties::add);
    ArrayNode inputs = body.putArray("inputs");
    keys.stream().distinct().forEach(k -> inputs.addObject().put("id", k));
    HubSpotApi.Reply reply = api.post("contacts.read", BATCH + "read", body, Effect.READ);
    if (reply.status() == 404) {
      return List.of();
    }
    return api.needed(reply, "read contacts").body().path("results");
  }

  /** The keys under which a record answers: an additional address is a key as good as the first. */
  private List<String> keysOf(JsonNode record, String property) {
    if (property.isEmpty()) {
      return List.of(record.path("id").asText());
    }
    JsonNode values = record.path("properties");
    if (!property.equals(EMAIL)) {
      return List.of(values.path(property).asText("").toLowerCase(Locale.ROOT));
    }
    List<String> keys = new ArrayList<>();
    keys.add(values.path(EMAIL).asText("").toLowerCase(Locale.ROOT));
    for (String other : values.path(OTHER_EMAILS).asText("").split(";", -1)) {
      keys.add(other.strip().toLowerCase(Locale.ROOT));
    }
    return keys;
  }

  private RemoteRecord remote(String trace, JsonNode record, Set<String> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    JsonNode properties = record.path("properties");
    fields.forEach(name -> values.put(name, text(properties.path(name))));
    return new RemoteRecord(
        trace, record.path("id").asText(), text(properties.path(marker)), values);
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "" : value.asText();
  }

  WriteReply create(List<Draft> drafts) {
    HubSpotApi.Reply reply =
        api.post("contacts.create", BATCH + "create", inputs(drafts), Effect.WRITE);
    if (reply.status() == 409 && drafts.size() == 1) {
      return new WriteReply.Answered(List.of(conflict(drafts.get(0).traceId(), reply.message())));
    }
    HubSpotApi.refuseWhole(reply);
    Map<String, String> traceByMarker = new HashMap<>();
    drafts.forEach(d -> traceByMarker.put(d.fields().get(marker), d.traceId()));
    List<RowAnswer> answers = errors(reply.body());
    for (JsonNode result : reply.body().path("results")) {
      String trace = result.path(TRACE).asText("");
      if (trace.isEmpty()) {
        trace = traceByMarker.get(result.path("properties").path(marker).asText(""));
      }
      if (trace != null) {
        answers.add(RowAnswer.applied(trace, result.path("id").asText()));
      }
    }
    return new WriteReply.Answered(answers);
  }

  WriteReply update(List<Draft> drafts) {
    HubSpotApi.Reply reply =
        api.post("contacts.update", BATCH + "update", inputs(drafts), Effect.REPEATABLE_WRITE);
    HubSpotApi.refuseWhole(reply);
    Map<String, String> traceById = new HashMap<>();
    drafts.forEach(d -> traceById.put(d.remoteId(), d.traceId()));
    List<RowAnswer> answers = errors(reply.body());
    for (JsonNode result : reply.body().path("results")) {
      String id = result.path("id").asText();
      if (traceById.containsKey(id)) {
        answers.add(RowAnswer.applied(traceById.get(id), id));
      }
    }
    answers.addAll(missing(drafts, answers));
    return new WriteReply.Answered(answers);
  }

  /** HubSpot may say nothing at all about ids that it does not have: those are asked for. */
  private List<RowAnswer> missing(List<Draft> drafts, List<RowAnswer> answers) {
    Set<String> answered = new HashSet<>();
    answers.forEach(answer -> answered.add(answer.traceId()));
    List<Draft> silent = drafts.stream().filter(d -> !answered.contains(d.traceId())).toList();
    if (silent.isEmpty()) {
      return List.of();
    }
    Set<String> there = new HashSet<>();
    readRecords("", silent.stream().map(Draft::remoteId).toList(), Set.of())
        .forEach(record -> there.add(record.path("id").asText()));
    return silent.stream()
        .filter(d -> !there.contains(d.remoteId()))
        .map(
            d ->
                new RowAnswer(
                    d.traceId(), Verdict.MISSING, d.remoteId(), "the contact is not there"))
        .toList();
  }

  private ObjectNode inputs(List<Draft> drafts) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    for (Draft draft : drafts) {
      ObjectNode input = inputs.addObject();
      if (draft.remoteId() != null) {
        input.put("id", draft.remoteId());
      }
      input.put(TRACE, draft.traceId());
      ObjectNode properties = input.putObject("properties");
      draft.fields().forEach(properties::put);
    }
    return body;
  }

  private static List<RowAnswer> errors(JsonNode body) {
    List<RowAnswer> answers = new ArrayList<>();
    for (JsonNode error : body.path("errors")) {
      String message = error.path("message").asText("");
      boolean clash = error.path("category").asText("").equals("CONFLICT");
      boolean gone = error.path("category").asText("").equals("OBJECT_NOT_FOUND");
      for (JsonNode trace : error.path("context").path(TRACE)) {
        if (clash) {
          answers.add(conflict(trace.asText(), message));
        } else if (gone) {
          answers.add(new RowAnswer(trace.asText(), Verdict.MISSING, null, message));
        } else {
          answers.add(RowAnswer.refused(trace.asText(), message));
        }
      }
    }
    return answers;
  }

  /** The record that it clashed with is named in the text only. */
  private static RowAnswer conflict(String trace, String message) {
    Matcher matcher = EXISTING.matcher(message);
    return new RowAnswer(trace, Verdict.CONFLICT, matcher.find() ? matcher.group(1) : "", message);
  }

  WriteReply archive(Collection<String> ids) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    ids.forEach(id -> inputs.addObject().put("id", id));
    HubSpotApi.refuseWhole(
        api.post("contacts.archive", BATCH + "archive", body, Effect.REPEATABLE_WRITE));
    return new WriteReply.Answered(ids.stream().map(id -> RowAnswer.applied(id, id)).toList());
  }

  /** Contacts that any of the groups of filters finds, by a search that may lag; one page. */
  SearchPage search(ArrayNode filterGroups) {
    ObjectNode body = api.object();
    body.put("limit", 100);
    body.set("filterGroups", filterGroups);
    JsonNode found =
        api.needed(
                api.search(
                    "contacts.search",
                    "/crm/objects/" + HubSpotApi.VERSION + "/contacts/search",
                    body),
                "search contacts")
            .body();
    List<String> ids = new ArrayList<>();
    found.path("results").forEach(result -> ids.add(result.path("id").asText()));
    return new SearchPage(found.path("total").asLong(), ids);
  }

  /**
   * A page of a search.
   *
   * @param total how many the search knows of
   * @param ids the first of them
   */
  record SearchPage(long total, List<String> ids) {}
}
