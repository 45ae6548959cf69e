package dev.offramp.testkit;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.MemberPage;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A CRM in memory with the same promises as the real ones, and faults on demand. It refuses records
 * whose last name is {@code Refused}, whole batches that hold one named {@code Poison}, and, unless
 * told otherwise, a second record with a marker or an e-mail that is there. Whatever names a record
 * or an address that was {@link #spoil spoiled} is refused whole too.
 */
public final class FakeCrm implements Destination {
  /** What goes wrong with a call. */
  public enum Fault {
    NONE,
    TIMEOUT_BEFORE_EFFECT,
    TIMEOUT_AFTER_EFFECT
  }

  /** Decides what goes wrong, call by call. */
  @FunctionalInterface
  public interface Faults {
    /** Takes the method's name; is asked once before each call that changes something. */
    Fault next(String call);
  }

  private static final String MARKER = "marker";
  private static final String TAGS = "tags";

  private final boolean unique;
  private final int batch;
  private final Map<String, Map<String, String>> records = new LinkedHashMap<>();
  private final Map<String, Set<String>> lists = new TreeMap<>();
  private final Map<String, Definition> fields = new TreeMap<>();
  private final Map<String, ConsentState> consent = new TreeMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Set<String> spoiled = new TreeSet<>();
  private final Map<String, Instant> modified = new HashMap<>();
  private ReadBack back = ReadBack.PLAIN;
  private InstantSource clock = () -> Instant.EPOCH;
  private Faults faults = call -> Fault.NONE;
  private int nextId = 1;

  /** A CRM that refuses doubles, with so many records a call. */
  public FakeCrm(int batch) {
    this(batch, true);
  }

  /** A CRM that refuses doubles or does not. */
  public FakeCrm(int batch, boolean unique) {
    this.batch = batch;
    this.unique = unique;
  }

  /** From now on a batch that names this record or address is refused whole. */
  public void spoil(String idOrAddress) {
    spoiled.add(idOrAddress);
  }

  private void refuseSpoiled(Collection<String> names) {
    if (names.stream().anyMatch(spoiled::contains)) {
      throw new BatchRefusedException("the batch holds something that cannot be changed");
    }
  }

  /** Sets what goes wrong from now on. */
  public void failWith(Faults next) {
    faults = next;
  }

  /** Puts a record there as a person would. */
  public String person(Map<String, String> values) {
    String id = "r" + nextId++;
    records.put(id, new TreeMap<>(values));
    touched(id);
    return id;
  }

  /** Changes a field as a person would. */
  public void edit(String id, String field, String value) {
    records.get(id).put(field, value);
    touched(id);
  }

  /** Records consent as a person would. */
  public void consent(String email, ConsentState state) {
    consent.put(email, state);
  }

  /** Makes a field as a person would. */
  public void field(Definition definition) {
    fields.put(definition.name(), definition);
  }

  /** Puts a list there as a person would. */
  public void list(String name, Set<String> members) {
    lists.put(name, new TreeSet<>(members));
  }

  /** The methods that were called, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The records by id. */
  public Map<String, Map<String, String>> records() {
    return records;
  }

  /** The members of the lists by name. */
  public Map<String, Set<String>> lists() {
    return lists;
  }

  /** The fields that are defined, by name. */
  public Map<String, Definition> fields() {
    return fields;
  }

  /** Everything that it holds, for comparison. */
  public String dump() {
    Map<String, Map<String, String>> filled = new TreeMap<>();
    records.forEach(
        (id, values) -> {
          Map<String, String> kept = new TreeMap<>(values);
          kept.values().removeIf(String::isEmpty);
          filled.put(id, kept);
        });
    Map<String, ConsentState> said = new TreeMap<>(consent);
    said.values().removeIf(state -> state == ConsentState.UNSPECIFIED);
    return filled + "\n" + lists + "\n" + fields + "\n" + said;
  }

  @Override
  public Traits traits() {
    return new Traits(
        "fake",
        MARKER,
        unique,
        TAGS,
        ";",
        batch,
        batch,
        batch,
        batch,
        Duration.ofSeconds(10),
        Duration.ZERO,
        List.of());
  }

  /** From now on it tells what the words say: consent in a field, the moment of changes. */
  public void tells(ReadBack words, InstantSource now) {
    back = words;
    clock = now;
  }

  @Override
  public ReadBack readBack() {
    return back;
  }

  @Override
  public MemberPage members(String listId, String from) {
    calls.add("members");
    List<String> all =
        lists.getOrDefault(listId, Set.of()).stream()
            .filter(id -> id.compareTo(from) > 0)
            .limit(batch + 1L)
            .toList();
    boolean more = all.size() > batch;
    List<String> page = more ? all.subList(0, batch) : all;
    return new MemberPage(page, more ? page.get(batch - 1) : "");
  }

  @Override
  public Map<String, Set<String>> bearers(Collection<String> markers) {
    calls.add("bearers");
    Map<String, Set<String>> bearers = new TreeMap<>();
    records.forEach(
        (id, values) -> {
          String marker = values.getOrDefault(MARKER, "");
          if (markers.contains(marker)) {
            bearers.computeIfAbsent(marker, m -> new TreeSet<>()).add(id);
          }
        });
    return bearers;
  }

  private void touched(String id) {
    modified.put(id, clock.instant());
  }

  /** What a record tells besides what was written to it. */
  private String told(String id, String field) {
    if (back.optOutField().filter(field::equals).isPresent()) {
      String email = records.get(id).getOrDefault("email", "");
      return Boolean.toString(consent.get(email) == ConsentState.OPTED_OUT);
    }
    if (back.modifiedField().filter(field::equals).isPresent()) {
      return modified.getOrDefault(id, Instant.EPOCH).toString();
    }
    return records.get(id).getOrDefault(field, "");
  }

  @Override
  public List<DefinitionState> inspect(List<Definition> wanted) {
    calls.add("inspect");
    return wanted.stream().map(this::state).toList();
  }

  private DefinitionState state(Definition wanted) {
    if (wanted.kind() == Definition.Kind.LIST) {
      boolean there = lists.containsKey(wanted.name());
      return new DefinitionState(wanted, there ? wanted.name() : null, List.of());
    }
    Definition there = fields.get(wanted.name());
    if (there == null) {
      return new DefinitionState(wanted, null, wanted.options());
    }
    List<String> missing = new ArrayList<>(wanted.options());
    missing.removeAll(there.options());
    return new DefinitionState(wanted, wanted.name(), missing);
  }

  @Override
  public DefinitionState define(DefinitionState state) {
    calls.add("define");
    Fault fault = before("define");
    Definition wanted = state.definition();
    if (wanted.kind() == Definition.Kind.LIST) {
      lists.putIfAbsent(wanted.name(), new TreeSet<>());
    } else {
      Definition there = fields.getOrDefault(wanted.name(), wanted);
      Set<String> options = new LinkedHashSet<>(there.options());
      options.addAll(wanted.options());
      fields.put(
          wanted.name(),
          new Definition(
              there.kind(),
              there.name(),
              there.label(),
              there.type(),
              List.copyOf(options),
              there.unique()));
    }
    after(fault);
    return state(wanted);
  }

  @Override
  public List<DefinitionState> undefine(List<DefinitionState> states) {
    calls.add("undefine");
    return states.stream().filter(this::undefineOne).toList();
  }

  @Override
  public List<DefinitionState> undefineUsed(List<DefinitionState> states) {
    calls.add("undefineUsed");
    for (DefinitionState state : states) {
      String name = state.definition().name();
      lists.remove(name);
      fields.remove(name);
      records.values().forEach(record -> record.remove(name));
    }
    return states;
  }

  private boolean undefineOne(DefinitionState state) {
    String name = state.definition().name();
    if (state.definition().kind() == Definition.Kind.LIST) {
      if (!lists.getOrDefault(name, Set.of()).isEmpty()) {
        return false;
      }
      lists.remove(name);
      return true;
    }
    if (!state.missingOptions().isEmpty()) {
      Definition there = fields.get(name);
      if (there == null) {
        return true; // An earlier call about the whole field came late.
      }
      List<String> kept = new ArrayList<>(there.options());
      kept.removeAll(state.missingOptions());
      fields.put(
          name,
          new Definition(there.kind(), name, there.label(), there.type(), kept, there.unique()));
      return true;
    }
    if (records.values().stream().anyMatch(r -> !r.getOrDefault(name, "").isEmpty())) {
      return false;
    }
    fields.remove(name);
    return true;
  }

  @Override
  public List<RemoteRecord> read(List<Lookup> lookups, Set<String> wanted) {
    calls.add("read");
    List<RemoteRecord> found = new ArrayList<>();
    for (Lookup lookup : lookups) {
      String id = find(lookup);
      if (id != null) {
        Map<String, String> values = new HashMap<>();
        wanted.forEach(name -> values.put(name, told(id, name)));
        String marker = records.get(id).getOrDefault(MARKER, "");
        found.add(new RemoteRecord(lookup.traceId(), id, marker, values));
      }
    }
    return found;
  }

  private String find(Lookup lookup) {
    if (lookup.remoteId() != null) {
      return records.containsKey(lookup.remoteId()) ? lookup.remoteId() : null;
    }
    return lookup.byMarker() ? idWith(MARKER, lookup.marker()) : idWith("email", lookup.email());
  }

  private String idWith(String field, String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    return records.entrySet().stream()
        .filter(e -> value.equalsIgnoreCase(e.getValue().getOrDefault(field, "")))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  @Override
  public WriteReply create(List<Draft> drafts) {
    calls.add("create");
    Fault fault = before("create");
    refusePoison(drafts);
    List<RowAnswer> answers = new ArrayList<>();
    for (Draft draft : drafts) {
      answers.add(createOne(draft));
    }
    after(fault);
    return new WriteReply.Answered(answers);
  }

  private RowAnswer createOne(Draft draft) {
    if ("Refused".equals(draft.fields().get("lastname"))) {
      return RowAnswer.refused(draft.traceId(), "the last name is not accepted");
    }
    String clash = idWith(MARKER, draft.fields().get(MARKER));
    if (clash == null) {
      clash = idWith("email", draft.fields().get("email"));
    }
    if (unique && clash != null) {
      return new RowAnswer(draft.traceId(), Verdict.CONFLICT, null, "exists");
    }
    return RowAnswer.applied(draft.traceId(), person(draft.fields()));
  }

  @Override
  public WriteReply update(List<Draft> drafts) {
    calls.add("update");
    Fault fault = before("update");
    refusePoison(drafts);
    refuseSpoiled(drafts.stream().map(Draft::remoteId).toList());
    List<RowAnswer> answers = new ArrayList<>();
    for (Draft draft : drafts) {
      if (records.containsKey(draft.remoteId())) {
        records.get(draft.remoteId()).putAll(draft.fields());
        touched(draft.remoteId());
        answers.add(RowAnswer.applied(draft.traceId(), draft.remoteId()));
      } else {
        answers.add(new RowAnswer(draft.traceId(), Verdict.MISSING, draft.remoteId(), "gone"));
      }
    }
    after(fault);
    return new WriteReply.Answered(answers);
  }

  @Override
  public WriteReply delete(Collection<String> remoteIds) {
    calls.add("delete");
    Fault fault = before("delete");
    refuseSpoiled(remoteIds);
    List<RowAnswer> answers = new ArrayList<>();
    for (String id : remoteIds) {
      Map<String, String> record = records.remove(id);
      boolean gone = record != null;
      if (gone) {
        forgetConsent(record.getOrDefault("email", ""));
      }
      lists.values().forEach(members -> members.remove(id));
      answers.add(new RowAnswer(id, gone ? Verdict.APPLIED : Verdict.ALREADY, id, ""));
    }
    after(fault);
    return new WriteReply.Answered(answers);
  }

  /**
   * What is recorded about a person's consent goes with the person's record, but not from under
   * another record that bears the same address: what its owner has said is said of the address.
   */
  private void forgetConsent(String email) {
    if (records.values().stream().noneMatch(other -> email.equals(other.get("email")))) {
      consent.remove(email);
    }
  }

  @Override
  public WriteReply poll(String ticket) {
    throw new IllegalStateException("this CRM answers at once");
  }

  @Override
  public Map<String, Set<String>> memberships(Collection<String> remoteIds) {
    calls.add("memberships");
    Map<String, Set<String>> found = new HashMap<>();
    for (String id : remoteIds) {
      lists.forEach(
          (name, members) -> {
            if (members.contains(id)) {
              found.computeIfAbsent(id, i -> new TreeSet<>()).add(name);
            }
          });
    }
    return found;
  }

  @Override
  public WriteReply join(String listId, Collection<String> remoteIds) {
    calls.add("join");
    Fault fault = before("join");
    refuseSpoiled(remoteIds);
    List<RowAnswer> answers = new ArrayList<>();
    for (String id : remoteIds) {
      Set<String> members = lists.get(listId);
      if (members == null) {
        throw new BatchRefusedException("the list is gone");
      }
      boolean added = members.add(id);
      answers.add(new RowAnswer(id, added ? Verdict.APPLIED : Verdict.ALREADY, id, ""));
    }
    after(fault);
    return new WriteReply.Answered(answers);
  }

  @Override
  public WriteReply leave(String listId, Collection<String> remoteIds) {
    calls.add("leave");
    Fault fault = before("leave");
    refuseSpoiled(remoteIds);
    if (!lists.containsKey(listId)) {
      throw new BatchRefusedException("there is no such list");
    }
    List<RowAnswer> answers = new ArrayList<>();
    for (String id : remoteIds) {
      boolean gone = lists.containsKey(listId) && lists.get(listId).remove(id);
      answers.add(new RowAnswer(id, gone ? Verdict.APPLIED : Verdict.ALREADY, id, ""));
    }
    after(fault);
    return new WriteReply.Answered(answers);
  }

  @Override
  public Map<String, ConsentRecord> consent(Collection<String> emails) {
    calls.add("consent");
    Map<String, ConsentRecord> found = new HashMap<>();
    for (String email : emails) {
      found.put(
          email, new ConsentRecord(consent.getOrDefault(email, ConsentState.UNSPECIFIED), ""));
    }
    return found;
  }

  @Override
  public WriteReply writeConsent(Map<String, ConsentOrder> orders) {
    calls.add("writeConsent");
    Fault fault = before("writeConsent");
    refuseSpoiled(orders.keySet());
    List<RowAnswer> answers = new ArrayList<>();
    orders.forEach(
        (email, order) -> {
          if (order == ConsentOrder.OPT_OUT) {
            consent.put(email, ConsentState.OPTED_OUT);
          } else if (consent.get(email) != ConsentState.OPTED_OUT) {
            consent.put(email, ConsentState.SUBSCRIBED);
          }
          answers.add(RowAnswer.applied(email, null));
        });
    after(fault);
    return new WriteReply.Answered(answers);
  }

  @Override
  public WriteReply restoreConsent(Map<String, ConsentRecord> priors) {
    calls.add("restoreConsent");
    Fault fault = before("restoreConsent");
    refuseSpoiled(priors.keySet());
    List<RowAnswer> answers = new ArrayList<>();
    priors.forEach(
        (email, prior) -> {
          consent.put(email, prior.state());
          answers.add(RowAnswer.applied(email, null));
        });
    after(fault);
    return new WriteReply.Answered(answers);
  }

  private Fault before(String call) {
    Fault fault = faults.next(call);
    if (fault == Fault.TIMEOUT_BEFORE_EFFECT) {
      throw new UnknownOutcomeException("timed out", null);
    }
    return fault;
  }

  private static void after(Fault fault) {
    if (fault == Fault.TIMEOUT_AFTER_EFFECT) {
      throw new UnknownOutcomeException("timed out", null);
    }
  }

  private static void refusePoison(List<Draft> drafts) {
    if (drafts.stream().anyMatch(d -> "Poison".equals(d.fields().get("lastname")))) {
      throw new BatchRefusedException("the batch holds a record that cannot be read");
    }
  }
}
