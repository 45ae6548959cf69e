package dev.offramp.crm.hubspot;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.MemberPage;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.crm.ValueShape;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.CallGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HubSpot, API 2026-09: read by e-mail, create with trace ids, update by id; tags in a
 * multiple-checkbox property, lists as manual lists, consent as subscription statuses.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
public final class HubSpot implements Destination {
  /** The key in plans and limits. */
  public static final String NAME = "hubspot";

  private static final String MARKER = "kartra_contact_id";
  private static final int BATCH = 100;
  private static final int MEMBERSHIPS = 500;

  /**
   * Whoever is unsubscribed from everything has this property set, and every change of a property
   * moves the moment of the last change. Source:
   * https://knowledge.hubspot.com/properties/hubspots-default-contact-properties
   */
  private static final ReadBack BACK =
      new ReadBack(
          Optional.of("hs_email_optout"),
          Optional.of("lastmodifieddate"),
          Map.of("email", ValueShape.EMAIL, "phone", ValueShape.PHONE));

  private final CallGate gate;
  private final Traits traits;
  private final ContactReader reader;
  private final HubSpotContacts contacts;
  private final HubSpotProperties properties;
  private final HubSpotLists lists;
  private final HubSpotConsent consent;

  /**
   * Takes the gate to the account.
   *
   * @param timeout after which a call without an answer counts as unknown
   */
  public HubSpot(CallGate gate, Duration timeout) {
    this.gate = gate;
    HubSpotApi api = new HubSpotApi(gate, timeout);
    this.reader = new ContactReader(api, MARKER);
    this.contacts = new HubSpotContacts(api, reader, MARKER);
    this.properties = new HubSpotProperties(api, new PropertyUse(api, contacts, reader), MARKER);
    this.lists = new HubSpotLists(api);
    this.consent = new HubSpotConsent(api);
    this.traits =
        new Traits(
            NAME,
            MARKER,
            true,
            "kartra_tags",
            ";",
            BATCH,
            BATCH,
            MEMBERSHIPS,
            BATCH,
            timeout,
            Duration.ZERO,
            List.of(
                "Contacts that were made go to HubSpot's recycle bin and can be restored there"
                    + " for 90 days.",
                "A property or list that was made goes to HubSpot's recycle bin too.",
                "HubSpot may keep an opt-out with an address whose contact is gone."));
  }

  @Override
  public void close() {
    gate.close();
  }

  @Override
  public Traits traits() {
    return traits;
  }

  @Override
  public ReadBack readBack() {
    return BACK;
  }

  @Override
  public List<DefinitionState> inspect(List<Definition> wanted) {
    Map<String, DefinitionState> fields =
        properties.inspect(wanted.stream().filter(d -> d.kind() == Definition.Kind.FIELD).toList());
    List<DefinitionState> states = new ArrayList<>();
    for (Definition definition : wanted) {
      states.add(
          definition.kind() == Definition.Kind.FIELD
              ? fields.get(definition.name())
              : new DefinitionState(
                  definition, lists.find(definition.name()).orElse(null), List.of()));
    }
    return states;
  }

  @Override
  public DefinitionState define(DefinitionState state) {
    if (state.definition().kind() == Definition.Kind.FIELD) {
      return properties.define(state);
    }
    return new DefinitionState(
        state.definition(), lists.create(state.definition().name()), List.of());
  }

  @Override
  public List<DefinitionState> undefine(List<DefinitionState> states) {
    List<DefinitionState> gone = new ArrayList<>();
    List<DefinitionState> fields = new ArrayList<>();
    for (DefinitionState state : states) {
      if (state.definition().kind() == Definition.Kind.FIELD) {
        fields.add(state);
      } else if (removeList(state)) {
        gone.add(state);
      }
    }
    gone.addAll(properties.undefine(fields));
    return gone;
  }

  @Override
  public List<DefinitionState> undefineUsed(List<DefinitionState> states) {
    List<DefinitionState> fields =
        states.stream().filter(s -> s.definition().kind() == Definition.Kind.FIELD).toList();
    List<DefinitionState> gone = new ArrayList<>(properties.undefineUsed(fields));
    states.stream()
        .filter(s -> s.definition().kind() == Definition.Kind.LIST)
        .filter(s -> listId(s).map(lists::deleteUsed).orElse(true))
        .forEach(gone::add);
    return gone;
  }

  private boolean removeList(DefinitionState state) {
    return listId(state).map(lists::delete).orElse(true);
  }

  private Optional<String> listId(DefinitionState state) {
    String id = state.remoteId();
    return id == null || id.isEmpty() ? lists.find(state.definition().name()) : Optional.of(id);
  }

  @Override
  public List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    return lookups.isEmpty() ? List.of() : reader.read(lookups, fields);
  }

  @Override
  public WriteReply create(List<Draft> drafts) {
    return contacts.create(drafts);
  }

  @Override
  public WriteReply update(List<Draft> drafts) {
    return contacts.update(drafts);
  }

  @Override
  public WriteReply delete(Collection<String> remoteIds) {
    return contacts.archive(remoteIds);
  }

  @Override
  public WriteReply poll(String ticket) {
    throw new IllegalStateException("HubSpot answers at once; there is no ticket " + ticket);
  }

  @Override
  public Map<String, Set<String>> memberships(Collection<String> remoteIds) {
    return lists.memberships(remoteIds);
  }

  @Override
  public MemberPage members(String listId, String from) {
    return lists.members(listId, from);
  }

  /** Markers are unique, so there is one at most. */
  @Override
  public Map<String, Set<String>> bearers(Collection<String> markers) {
    Map<String, Set<String>> bearers = new HashMap<>();
    List<Lookup> lookups = markers.stream().map(m -> new Lookup(m, null, m, "", true)).toList();
    read(lookups, Set.of()).forEach(r -> bearers.put(r.traceId(), Set.of(r.remoteId())));
    return bearers;
  }

  @Override
  public WriteReply join(String listId, Collection<String> remoteIds) {
    return lists.join(listId, remoteIds);
  }

  @Override
  public WriteReply leave(String listId, Collection<String> remoteIds) {
    return lists.leave(listId, remoteIds);
  }

  @Override
  public Map<String, ConsentRecord> consent(Collection<String> emails) {
    return consent.read(emails);
  }

  @Override
  public WriteReply writeConsent(Map<String, ConsentOrder> orders) {
    return consent.write(orders);
  }

  @Override
  public WriteReply restoreConsent(Map<String, ConsentRecord> priors) {
    return consent.restore(priors);
  }
}
