package dev.offramp.load;

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
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.Traits;
import dev.offramp.crm.WriteReply;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A destination as it would be after what was taken back so far: reads go to the real one, changes
 * are remembered and sent nowhere. So a dry run is the rollback itself, and one of several jobs
 * sees what the jobs before it would have left. Safe for several lanes.
 */
final class DryDestination implements Destination {
  private final Destination real;
  private final Map<String, Map<String, String>> changed = new HashMap<>();
  private final Map<String, ConsentRecord> said = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  DryDestination(Destination real) {
    this.real = real;
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public Traits traits() {
    return real.traits();
  }

  @Override
  public ReadBack readBack() {
    return real.readBack();
  }

  @Override
  public MemberPage members(String listId, String from) {
    throw onlyUndo();
  }

  @Override
  public Map<String, Set<String>> bearers(Collection<String> markers) {
    throw onlyUndo();
  }

  @Override
  public List<DefinitionState> inspect(List<Definition> wanted) {
    return real.inspect(wanted);
  }

  @Override
  public DefinitionState define(DefinitionState state) {
    throw onlyUndo();
  }

  /** Whether something uses them cannot be seen before what uses them now is taken back. */
  @Override
  public List<DefinitionState> undefine(List<DefinitionState> states) {
    return states;
  }

  @Override
  public List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    List<RemoteRecord> found = real.read(lookups, fields);
    synchronized (this) {
      return found.stream()
          .filter(record -> !gone.contains(record.remoteId()))
          .map(this::afterwards)
          .toList();
    }
  }

  private RemoteRecord afterwards(RemoteRecord record) {
    Map<String, String> fields = new HashMap<>(record.fields());
    Map<String, String> changes = changed.getOrDefault(record.remoteId(), Map.of());
    fields.replaceAll((name, value) -> changes.getOrDefault(name, value));
    String marker = changes.getOrDefault(traits().markerField(), record.marker());
    return new RemoteRecord(record.traceId(), record.remoteId(), marker, fields);
  }

  @Override
  public WriteReply create(List<Draft> drafts) {
    throw onlyUndo();
  }

  @Override
  public synchronized WriteReply update(List<Draft> drafts) {
    drafts.forEach(
        draft ->
            changed
                .computeIfAbsent(draft.remoteId(), id -> new HashMap<>())
                .putAll(draft.fields()));
    return new WriteReply.Answered(
        drafts.stream().map(d -> RowAnswer.applied(d.traceId(), d.remoteId())).toList());
  }

  @Override
  public synchronized WriteReply delete(Collection<String> remoteIds) {
    gone.addAll(remoteIds);
    return applied(remoteIds);
  }

  /** A job of the destination's own that an earlier try began. */
  @Override
  public WriteReply poll(String ticket) {
    return real.poll(ticket);
  }

  @Override
  public Map<String, Set<String>> memberships(Collection<String> remoteIds) {
    return real.memberships(remoteIds);
  }

  @Override
  public WriteReply join(String listId, Collection<String> remoteIds) {
    throw onlyUndo();
  }

  @Override
  public WriteReply leave(String listId, Collection<String> remoteIds) {
    return applied(remoteIds);
  }

  @Override
  public Map<String, ConsentRecord> consent(Collection<String> emails) {
    Map<String, ConsentRecord> now = new HashMap<>(real.consent(emails));
    synchronized (this) {
      now.replaceAll((email, record) -> said.getOrDefault(email, record));
    }
    return now;
  }

  @Override
  public WriteReply writeConsent(Map<String, ConsentOrder> orders) {
    throw onlyUndo();
  }

  @Override
  public synchronized WriteReply restoreConsent(Map<String, ConsentRecord> priors) {
    said.putAll(priors);
    return applied(priors.keySet());
  }

  private static WriteReply applied(Collection<String> traces) {
    return new WriteReply.Answered(
        traces.stream().map(trace -> RowAnswer.applied(trace, trace)).toList());
  }

  private static IllegalStateException onlyUndo() {
    return new IllegalStateException("a dry run of a rollback brings nothing");
  }
}
