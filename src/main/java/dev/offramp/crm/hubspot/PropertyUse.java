package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.UnknownOutcomeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds which properties, or which options of them, no contact uses. One search asks for several
 * properties, since searches are few; it may still know what is gone, so what it finds is read
 * again.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/search/guide (at most five groups of
 * filters)
 */
final class PropertyUse {
  private static final int MOST_GROUPS = 5;

  private final HubSpotApi api;
  private final HubSpotContacts contacts;
  private final ContactReader reader;

  PropertyUse(HubSpotApi api, HubSpotContacts contacts, ContactReader reader) {
    this.api = api;
    this.contacts = contacts;
    this.reader = reader;
  }

  /** Those of the properties that nobody uses, in their order. */
  List<DefinitionState> unused(List<DefinitionState> states) {
    List<DefinitionState> unused = new ArrayList<>();
    for (int from = 0; from < states.size(); from += MOST_GROUPS) {
      List<DefinitionState> some =
          new ArrayList<>(states.subList(from, Math.min(states.size(), from + MOST_GROUPS)));
      Set<DefinitionState> used = used(some);
      while (!used.isEmpty()) {
        // Somebody uses some of them: ask again about the others alone.
        some.removeAll(used);
        used = some.isEmpty() ? Set.of() : used(some);
      }
      unused.addAll(some);
    }
    return unused;
  }

  private Set<DefinitionState> used(List<DefinitionState> states) {
    ArrayNode groups = api.object().putArray("filterGroups");
    for (DefinitionState state : states) {
      groups.addObject().putArray("filters").add(filter(state));
    }
    HubSpotContacts.SearchPage page = contacts.search(groups);
    if (page.ids().isEmpty()) {
      return Set.of();
    }
    Set<String> names = states.stream().map(s -> s.definition().name()).collect(Collectors.toSet());
    List<Lookup> lookups =
        page.ids().stream().map(id -> new Lookup(id, id, "", "", false)).toList();
    Set<DefinitionState> used = new LinkedHashSet<>();
    for (RemoteRecord record : reader.read(lookups, names)) {
      states.stream().filter(state -> uses(record, state)).forEach(used::add);
    }
    if (used.isEmpty() && page.total() > page.ids().size()) {
      throw new UnknownOutcomeException("the search lags behind what was changed", null);
    }
    return used;
  }

  private ObjectNode filter(DefinitionState state) {
    ObjectNode filter = api.object().put("propertyName", state.definition().name());
    if (state.missingOptions().isEmpty()) {
      filter.put("operator", "HAS_PROPERTY");
    } else {
      filter.put("operator", "IN");
      state.missingOptions().forEach(filter.putArray("values")::add);
    }
    return filter;
  }

  private static boolean uses(RemoteRecord record, DefinitionState state) {
    List<String> values = record.values(state.definition().name(), ";");
    return state.missingOptions().isEmpty()
        ? !values.isEmpty()
        : state.missingOptions().stream().anyMatch(values::contains);
  }
}
