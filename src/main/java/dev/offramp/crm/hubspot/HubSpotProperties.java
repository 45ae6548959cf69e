package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.DestinationException;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Custom fields as properties, all in a group of their own. What a person has made is kept: the
 * options that are there stay as they are, and a property of another type is never written to.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
 */
final class HubSpotProperties {
  private static final String BASE = "/crm/properties/" + HubSpotApi.VERSION + "/contacts";
  private static final String GROUP = "kartra";

  private final HubSpotApi api;
  private final PropertyUse use;
  private final String marker;

  /** Whether our group was seen or made: it is asked after once, not before each property. */
  private volatile boolean groupIsThere;

  HubSpotProperties(HubSpotApi api, PropertyUse use, String marker) {
    this.api = api;
    this.use = use;
    this.marker = marker;
  }

  /**
   * The states of fields, with one call.
   *
   * @throws DestinationException OFF-2105 if one is there and cannot take the values
   */
  Map<String, DefinitionState> inspect(List<Definition> wanted) {
    Map<String, JsonNode> there = all();
    Map<String, DefinitionState> states = new HashMap<>();
    for (Definition definition : wanted) {
      JsonNode property = there.get(definition.name());
      if (property != null) {
        PropertyShape.demand(definition, property);
      }
      states.put(definition.name(), state(definition, property));
    }
    return states;
  }

  /** The properties that are not in the recycle bin, by name. */
  private Map<String, JsonNode> all() {
    Map<String, JsonNode> there = new HashMap<>();
    for (JsonNode property : api.results(api.get("properties.list", BASE), "list properties")) {
      there.put(property.path("name").asText(), property);
    }
    return there;
  }

  private static DefinitionState state(Definition definition, JsonNode property) {
    if (property == null) {
      return new DefinitionState(definition, null, definition.options());
    }
    List<String> missing = new ArrayList<>(definition.options());
    property.path("options").forEach(option -> missing.remove(option.path("value").asText()));
    return new DefinitionState(definition, definition.name(), missing);
  }

  DefinitionState define(DefinitionState state) {
    if (state.exists()) {
      addOptions(state);
    } else {
      create(state.definition());
    }
    return new DefinitionState(state.definition(), state.definition().name(), List.of());
  }

  private void create(Definition definition) {
    ensureGroup();
    ObjectNode body = api.object();
    body.put("name", definition.name());
    body.put("label", definition.label());
    body.put("groupName", GROUP);
    body.put("type", PropertyShape.type(definition));
    body.put("fieldType", PropertyShape.fieldType(definition));
    if (definition.unique()) {
      body.put("hasUniqueValue", true);
    }
    if (!definition.options().isEmpty()) {
      addTo(body.putArray("options"), definition.options());
    }
    HubSpotApi.Reply reply = api.post("properties.create", BASE, body, Effect.REPEATABLE_WRITE);
    if (reply.status() == 409) {
      met(definition);
    } else {
      api.needed(reply, "make the property " + definition.name());
    }
  }

  /**
   * A name that is taken: mostly by an earlier try of ours whose answer was lost. Whether the name
   * of a property in the recycle bin can be used again is not confirmed: if it cannot, a person has
   * to decide.
   */
  private void met(Definition definition) {
    HubSpotApi.Reply reply = read(definition.name());
    if (reply.status() == 404 || reply.body().path("archived").asBoolean(false)) {
      throw new DestinationException(
          "OFF-2106",
          "The property %s is in HubSpot's recycle bin. Restore it or delete it for good there, then"
                  .formatted(definition.name())
              + " try the job again.");
    }
    JsonNode there = api.needed(reply, "read " + definition.name()).body();
    PropertyShape.demand(definition, there);
    DefinitionState state = state(definition, there);
    if (!state.complete()) {
      addOptions(state);
    }
  }

  private void ensureGroup() {
    if (groupIsThere || api.get("groups.read", BASE + "/groups/" + GROUP).ok()) {
      groupIsThere = true;
      return;
    }
    ObjectNode body = api.object().put("name", GROUP).put("label", "Kartra");
    HubSpotApi.Reply reply =
        api.post("groups.create", BASE + "/groups", body, Effect.REPEATABLE_WRITE);
    if (reply.status() != 409) {
      api.needed(reply, "make the property group " + GROUP);
    }
    groupIsThere = true;
  }

  private HubSpotApi.Reply read(String name) {
    return api.get("properties.read", BASE + "/" + HubSpotApi.escape(name));
  }

  /** The options as they are, each with the label and the place that people gave it. */
  private ArrayNode currentOptions(String name) {
    ArrayNode options = api.object().putArray("options");
    api.needed(read(name), "read " + name).body().path("options").forEach(options::add);
    return options;
  }

  private void addOptions(DefinitionState state) {
    String name = state.definition().name();
    ArrayNode options = currentOptions(name);
    Set<String> there = new HashSet<>();
    options.forEach(option -> there.add(option.path("value").asText()));
    addTo(options, state.missingOptions().stream().filter(o -> !there.contains(o)).toList());
    replaceOptions(name, options);
  }

  private void replaceOptions(String name, ArrayNode options) {
    ObjectNode body = api.object();
    body.set("options", options);
    api.needed(
        api.send(
            "properties.update",
            "PATCH",
            BASE + "/" + HubSpotApi.escape(name),
            body,
            Effect.REPEATABLE_WRITE),
        "change the options of " + name);
  }

  private static void addTo(ArrayNode options, Iterable<String> values) {
    for (String value : values) {
      options
          .addObject()
          .put("label", value)
          .put("value", value)
          .put("displayOrder", options.size() - 1)
          .put("hidden", false);
    }
  }

  /** Takes away properties of ours, or the options that we added, where no contact uses them. */
  List<DefinitionState> undefine(List<DefinitionState> states) {
    Set<String> there = all().keySet();
    List<DefinitionState> gone = new ArrayList<>();
    List<DefinitionState> open = new ArrayList<>();
    for (DefinitionState state : states) {
      (there.contains(state.definition().name()) ? open : gone).add(state);
    }
    use.unused(open).stream().filter(this::remove).forEach(gone::add);
    return withGroup(gone);
  }

  /** Takes away whole properties of ours, also those that contacts use. */
  List<DefinitionState> undefineUsed(List<DefinitionState> states) {
    return withGroup(states.stream().filter(this::remove).toList());
  }

  private List<DefinitionState> withGroup(List<DefinitionState> gone) {
    if (gone.stream().anyMatch(state -> state.definition().name().equals(marker))) {
      removeGroup();
    }
    return gone;
  }

  /** Whether it is gone; HubSpot keeps what its own tools (a form, a workflow) use. */
  private boolean remove(DefinitionState state) {
    String name = state.definition().name();
    if (state.missingOptions().isEmpty()) {
      return delete("properties.delete", "/" + HubSpotApi.escape(name));
    }
    ArrayNode kept = api.object().putArray("options");
    currentOptions(name)
        .forEach(
            option -> {
              if (!state.missingOptions().contains(option.path("value").asText())) {
                kept.add(option);
              }
            });
    replaceOptions(name, kept);
    return true;
  }

  private boolean delete(String call, String path) {
    HubSpotApi.Reply reply = api.send(call, "DELETE", BASE + path, null, Effect.REPEATABLE_WRITE);
    return reply.ok() || reply.status() == 404;
  }

  /** The marker goes last; a group that still has properties of somebody's stays. */
  private void removeGroup() {
    groupIsThere = false;
    boolean used =
        all().values().stream()
            .anyMatch(property -> property.path("groupName").asText().equals(GROUP));
    if (!used && !delete("groups.delete", "/groups/" + GROUP)) {
      throw new DestinationException(
          "OFF-2108",
          "HubSpot keeps the empty property group " + GROUP + ". Delete it there by hand.");
    }
  }
}
