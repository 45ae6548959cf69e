package dev.offramp.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.ApiReply;
import dev.offramp.sandbox.SimulatedApi;
import java.time.InstantSource;
import java.util.UUID;

/**
 * HubSpot's contacts, properties, lists and subscription statuses, API 2026-09, in memory. One lock
 * guards everything: a call is answered as a whole before the next one.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
public final class SimulatedHubSpot implements SimulatedApi {
  private static final String OBJECTS = "/crm/objects/2026-09/contacts";
  private static final String PROPERTIES = "/crm/properties/2026-09/contacts";
  private static final String LISTS = "/crm/lists/2026-09";
  private static final String CONSENT = "/communication-preferences/2026-09";

  private final ObjectMapper json = new ObjectMapper();
  private final Errors errors = new Errors(json);
  private final PropertyRegistry properties = new PropertyRegistry(json, errors);
  private final ConsentBook consent = new ConsentBook(json);
  private final ContactBook contacts;
  private final ContactCalls calls;
  private final ListBook lists;
  private final SeedPeople seeds;

  /** With the time of this machine. */
  public SimulatedHubSpot() {
    this(InstantSource.system());
  }

  /** Takes the clock by which contacts were last changed. */
  public SimulatedHubSpot(InstantSource clock) {
    this.contacts = new ContactBook(json, properties, consent, clock);
    this.calls = new ContactCalls(json, errors, properties, contacts);
    this.lists = new ListBook(json, errors, contacts);
    this.seeds = new SeedPeople(contacts, consent);
  }

  @Override
  public synchronized ApiReply call(String method, String path, String query, JsonNode given) {
    JsonNode body = given == null ? MissingNode.getInstance() : given;
    if (path.startsWith(OBJECTS)) {
      return calls.call(method, path.substring(OBJECTS.length()), body);
    }
    if (path.startsWith(PROPERTIES)) {
      return properties.call(method, path.substring(PROPERTIES.length()), body, contacts);
    }
    if (path.startsWith(LISTS)) {
      return lists.call(method, path.substring(LISTS.length()), query, body);
    }
    if (path.startsWith(CONSENT)) {
      return consent.call(method, path.substring(CONSENT.length()), body, contacts);
    }
    return errors.reply(404, "OBJECT_NOT_FOUND", "no such path");
  }

  @Override
  public boolean changes(String method, String path) {
    return !method.equals("GET") && !path.endsWith("/batch/read") && !path.endsWith("/search");
  }

  @Override
  public JsonNode error(int status, String category, String message) {
    return errors.body(category, message);
  }

  @Override
  public synchronized JsonNode dump() {
    ObjectNode dump = json.createObjectNode();
    dump.set("contacts", contacts.dump());
    dump.set("properties", properties.dump());
    dump.set("lists", lists.dump());
    dump.set("consent", consent.dump());
    return dump;
  }

  @Override
  public synchronized JsonNode keep() {
    ObjectNode kept = json.createObjectNode();
    kept.set("properties", properties.keep());
    kept.set("contacts", contacts.keep());
    kept.set("lists", lists.keep());
    kept.set("consent", consent.dump());
    return kept;
  }

  @Override
  public synchronized void restore(JsonNode kept) {
    // Contacts after the properties, which say what is unique.
    properties.restore(kept.path("properties"));
    contacts.restore(kept.path("contacts"));
    lists.restore(kept.path("lists"));
    consent.restore(kept.path("consent"));
  }

  @Override
  public synchronized void seed(long seed, int people) {
    seeds.seed(seed, people);
  }

  @Override
  public synchronized boolean edit(String email, String field, String value) {
    return contacts.edit(email, field, value);
  }

  @Override
  public synchronized int size() {
    return contacts.size();
  }

  @Override
  public synchronized String page() {
    return lists.page() + properties.page() + contacts.page();
  }

  /** HubSpot's envelope of errors. */
  static final class Errors {
    private final ObjectMapper json;

    Errors(ObjectMapper json) {
      this.json = json;
    }

    ObjectNode body(String category, String message) {
      ObjectNode error = json.createObjectNode();
      error.put("status", "error");
      error.put("message", message);
      error.put("correlationId", UUID.randomUUID().toString());
      error.put("category", category);
      return error;
    }

    /** The envelope with the code and the property in their places. */
    ObjectNode body(PropertyRegistry.Wrong wrong) {
      ObjectNode error = body(wrong.category(), wrong.message());
      ObjectNode context = error.putObject("context");
      if (!wrong.code().isEmpty()) {
        context.putArray("propertyName").add(wrong.property());
        ObjectNode detail = error.putArray("errors").addObject();
        detail.put("message", wrong.message()).put("code", wrong.code());
        detail.putObject("context").putArray("propertyName").add(wrong.property());
      }
      return error;
    }

    ApiReply reply(int status, String category, String message) {
      return new ApiReply(status, body(category, message));
    }
  }
}
