package dev.offramp.bench.makespan;

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
import dev.offramp.crm.WriteReply;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CRM that takes one record a call: another one whose traits say so. No such CRM has an adapter
 * yet; what the loading stages do with these traits is what they will do with it.
 */
final class OneRecordDestination implements Destination {
  private final Destination batches;

  OneRecordDestination(Destination batches) {
    this.batches = batches;
  }

  @Override
  public Traits traits() {
    Traits traits = batches.traits();
    return new Traits(
        traits.name(),
        traits.markerField(),
        traits.markerIsUnique(),
        traits.tagField(),
        traits.valueSeparator(),
        1,
        1,
        1,
        1,
        traits.callTimeout(),
        traits.visibleAfter(),
        traits.cannotRestore());
  }

  @Override
  public ReadBack readBack() {
    return batches.readBack();
  }

  @Override
  public List<DefinitionState> inspect(List<Definition> wanted) {
    return batches.inspect(wanted);
  }

  @Override
  public DefinitionState define(DefinitionState state) {
    return batches.define(state);
  }

  @Override
  public List<DefinitionState> undefine(List<DefinitionState> states) {
    return batches.undefine(states);
  }

  @Override
  public List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    return batches.read(one(lookups), fields);
  }

  @Override
  public WriteReply create(List<Draft> drafts) {
    return batches.create(one(drafts));
  }

  @Override
  public WriteReply update(List<Draft> drafts) {
    return batches.update(one(drafts));
  }

  @Override
  public WriteReply delete(Collection<String> remoteIds) {
    return batches.delete(one(remoteIds));
  }

  @Override
  public WriteReply poll(String ticket) {
    return batches.poll(ticket);
  }

  @Override
  public Map<String, Set<String>> memberships(Collection<String> remoteIds) {
    return batches.memberships(one(remoteIds));
  }

  @Override
  public MemberPage members(String listId, String from) {
    return batches.members(listId, from);
  }

  @Override
  public Map<String, Set<String>> bearers(Collection<String> markers) {
    return batches.bearers(one(markers));
  }

  @Override
  public WriteReply join(String listId, Collection<String> remoteIds) {
    return batches.join(listId, one(remoteIds));
  }

  @Override
  public WriteReply leave(String listId, Collection<String> remoteIds) {
    return batches.leave(listId, one(remoteIds));
  }

  @Override
  public Map<String, ConsentRecord> consent(Collection<String> emails) {
    return batches.consent(one(emails));
  }

  @Override
  public WriteReply writeConsent(Map<String, ConsentOrder> orders) {
    one(orders.keySet());
    return batches.writeConsent(orders);
  }

  @Override
  public WriteReply restoreConsent(Map<String, ConsentRecord> priors) {
    one(priors.keySet());
    return batches.restoreConsent(priors);
  }

  /** Holds the loader to it: a measurement with larger calls would be another one. */
  private static <C extends Collection<?>> C one(C records) {
    if (records.size() > 1) {
      throw new IllegalArgumentException("one record a call, not " + records.size());
    }
    return records;
  }
}
