package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads contacts in batches, by id, marker or e-mail; never by search, which lags. Only what
 * HubSpot says is not there counts as not there: an input that failed for another reason makes the
 * whole read count as not answered.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
final class ContactReader {
  private static final String PATH = "/crm/objects/" + HubSpotApi.VERSION + "/contacts/batch/read";
  private static final String EMAIL = "email";
  private static final String OTHER_EMAILS = "hs_additional_emails";
  private static final String NO_EMAIL = "INVALID_EMAIL";

  private final HubSpotApi api;
  private final String marker;

  ContactReader(HubSpotApi api, String marker) {
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
      String property, List<Lookup> lookups, Function<Lookup, String> key, Set<String> fields) {
    if (lookups.isEmpty()) {
      return List.of();
    }
    Map<String, JsonNode> byKey = new HashMap<>();
    List<String> keys = lookups.stream().map(key).distinct().toList();
    for (JsonNode record : readRecords(property, keys, fields)) {
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

  private List<JsonNode> readRecords(String property, List<String> keys, Set<String> fields) {
    HubSpotApi.Reply reply =
        api.post("contacts.read", PATH, question(property, keys, fields), Effect.READ);
    if (reply.status() == 404 && reply.error().gone()) {
      return List.of();
    }
    if (reply.status() == 400 && reply.error().says(NO_EMAIL)) {
      // One key is no address: nobody has it. The others still have to be asked for.
      return keys.size() == 1 ? List.of() : readHalves(property, keys, fields);
    }
    List<JsonNode> records = new ArrayList<>();
    api.results(reply, "read contacts").forEach(records::add);
    for (JsonNode entry : reply.body().path("errors")) {
      Envelope error = new Envelope(entry);
      if (!error.gone() && !error.category().equals("VALIDATION_ERROR")) {
        throw new UnknownOutcomeException("contacts.read: some could not be read", null);
      }
    }
    return records;
  }

  private List<JsonNode> readHalves(String property, List<String> keys, Set<String> fields) {
    int half = keys.size() / 2;
    List<JsonNode> records = new ArrayList<>(readRecords(property, keys.subList(0, half), fields));
    records.addAll(readRecords(property, keys.subList(half, keys.size()), fields));
    return records;
  }

  private ObjectNode question(String property, List<String> keys, Set<String> fields) {
    ObjectNode body = api.object();
    if (!property.isEmpty()) {
      body.put("idProperty", property);
    }
    ArrayNode properties = body.putArray("properties");
    Set<String> wanted = new HashSet<>(fields);
    wanted.addAll(List.of(marker, EMAIL, OTHER_EMAILS));
    wanted.stream().sorted().forEach(properties::add);
    ArrayNode inputs = body.putArray("inputs");
    keys.forEach(k -> inputs.addObject().put("id", k));
    return body;
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

  /** Which of the ids HubSpot has. */
  Set<String> there(List<String> ids) {
    Set<String> there = new HashSet<>();
    readRecords("", ids, Set.of()).forEach(record -> there.add(record.path("id").asText()));
    return there;
  }
}
