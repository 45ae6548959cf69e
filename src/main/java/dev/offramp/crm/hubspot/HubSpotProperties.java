package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Custom fields as properties, all in a group of their own.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
 */
final class HubSpotProperties {
  private static final String BASE = "/crm/properties/" + HubSpotApi.VERSION + "/contacts";
  private static final String GROUP = "kartra";

  private final HubSpotApi api;
  private final HubSpotContacts contacts;
  private final String marker;

  HubSpotProperties(HubSpotApi api, HubSpotContacts contacts, String marker) {
    this.api = api;
    this.contacts = contacts;
    this.marker = marker;
  }

  /** The states of fields, with one call. */
  Map<String, DefinitionState> inspect(List<Definition> wanted) {
    Map<String, JsonNode> there = new HashMap<>();
    for (JsonNode property :
        api.needed(api.get("properties.list", BASE), "list properties").body().path("results")) {
      there.put(property.path("name").asText(), property);
    }
    Map<String, DefinitionState> states = new HashMap<>();
    for (Definition definition : wanted) {
      states.put(definition.name(), state(definition, there.get(definition.name())));
    }
    return states;
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
    body.put("type", type(definition));
    body.put("fieldType", fieldType(definition));
    if (definition.unique()) {
      body.put("hasUniqueValue", true);
    }
    if (!definition.options().isEmpty()) {
      options(body, definition.options());
    }
    // A second try meets the first one's property: 409 is as good as done.
    HubSpotApi.Reply reply = api.post("properties.create", BASE, body, Effect.REPEATABLE_WRITE);
    if (reply.status() != 409) {
      api.needed(reply, "make the property " + definition.name());
    }
  }

  private void ensureGroup() {
    if (api.get("groups.read", BASE + "/groups/" + GROUP).ok()) {
      return;
    }
    ObjectNode body = api.object().put("name", GROUP).put("label", "Kartra");
    HubSpotApi.Reply reply =
        api.post("groups.create", BASE + "/groups", body, Effect.REPEATABLE_WRITE);
    if (reply.status() != 409) {
      api.needed(reply, "make the property group " + GROUP);
    }
  }

  private void addOptions(DefinitionState state) {
    String name = state.definition().name();
    Set<String> all = currentOptions(name);
    all.addAll(state.missingOptions());
    replaceOptions(name, all);
  }

  private Set<String> currentOptions(String name) {
    Set<String> options = new LinkedHashSet<>();
    api.needed(api.get("properties.read", BASE + "/" + HubSpotApi.escape(name)), "read " + name)
        .body()
        .path("options")
        .forEach(option -> options.add(option.path("value").asText()));
    return options;
  }

  private void replaceOptions(String name, Set<String> values) {
    ObjectNode body = api.object();
    options(body, values);
    api.needed(
        api.send(
            "properties.update",
            "PATCH",
            BASE + "/" + HubSpotApi.escape(name),
            body,
            Effect.REPEATABLE_WRITE),
        "change the options of " + name);
  }

  private static void options(ObjectNode body, Iterable<String> values) {
    ArrayNode options = body.putArray("options");
    int order = 0;
    for (String value : values) {
      options
          .addObject()
          .put("label", value)
          .put("value", value)
          .put("displayOrder", order++)
          .put("hidden", false);
    }
  }

  private static String type(Definition definition) {
    return switch (definition.type()) {
      case SINGLE_CHOICE, MULTIPLE_CHOICE -> "enumeration";
      case INSTANT -> "datetime";
      case NUMBER -> "number";
      case TEXT, LONG_TEXT, NONE -> "string";
    };
  }

  private static String fieldType(Definition definition) {
    return switch (definition.type()) {
      case SINGLE_CHOICE -> "select";
      case MULTIPLE_CHOICE -> "checkbox";
      case INSTANT -> "date";
      case NUMBER -> "number";
      case LONG_TEXT -> "textarea";
      case TEXT, NONE -> "text";
    };
  }

  /** Takes away properties of ours, or the options that we added, where no contact uses them. */
  List<DefinitionState> undefine(List<DefinitionState> states) {
    Map<String, DefinitionState> there =
        inspect(states.stream().map(DefinitionState::definition).toList());
    List<DefinitionState> gone = new ArrayList<>();
    List<DefinitionState> open = new ArrayList<>();
    for (DefinitionState state : states) {
      (there.get(state.definition().name()).exists() ? open : gone).add(state);
    }
    List<DefinitionState> unused = new PropertyUse(api, contacts).unused(open);
    unused.forEach(this::remove);
    gone.addAll(unused);
    if (gone.stream().anyMatch(state -> state.definition().name().equals(marker))) {
      removeGroup();
    }
    return gone;
  }

  private void remove(DefinitionState state) {
    String name = state.definition().name();
    if (state.missingOptions().isEmpty()) {
      api.send(
          "properties.delete",
          "DELETE",
          BASE + "/" + HubSpotApi.escape(name),
          null,
          Effect.REPEATABLE_WRITE);
      return;
    }
    Set<String> kept = currentOptions(name);
    kept.removeAll(state.missingOptions());
    replaceOptions(name, kept);
  }

  /** The marker goes last; a group that still has properties of somebody's stays. */
  private void removeGroup() {
    for (JsonNode property :
        api.needed(api.get("properties.list", BASE), "list properties").body().path("results")) {
      if (property.path("groupName").asText().equals(GROUP)) {
        return;
      }
    }
    api.send("groups.delete", "DELETE", BASE + "/groups/" + GROUP, null, Effect.REPEATABLE_WRITE);
  }
}
