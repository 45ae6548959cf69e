package dev.offramp.load;

import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.verify.Apart;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Expected;
import dev.offramp.verify.Extent;
import dev.offramp.verify.Fault;
import dev.offramp.verify.RecordCheck.Beside;
import dev.offramp.verify.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Reads the records of some chunks back, several batches side by side, and compares them. */
final class RecordsStep {
  private static final CheckFiles.Kind KIND = CheckFiles.Kind.RECORDS;

  private final CheckContext context;
  private final Destination destination;
  private final Traits traits;
  private final Map<Integer, List<Expected>> ahead = new ConcurrentHashMap<>();

  RecordsStep(CheckContext context) {
    this.context = context;
    this.destination = context.destination();
    this.traits = destination.traits();
  }

  /** How many steps a job has: with a sample one step takes several chunks, to fill its calls. */
  static int steps(CheckContext context) {
    int oneOf = context.run().oneOf();
    return (context.job().chunks() + oneOf - 1) / oneOf;
  }

  /**
   * Runs a step to its end; what was read of it is kept also where the budget closes. What the next
   * one compares with is worked out meanwhile, so that the calls need not wait for it.
   *
   * @throws BudgetClosedException or what else the destination throws
   */
  void run(int step) {
    List<Expected> meant = Optional.ofNullable(ahead.remove(step)).orElseGet(() -> expected(step));
    Optional<RuntimeException> failure =
        context
            .lanes()
            .beside(
                () -> compare(step, meant),
                () -> {
                  if (step + 1 < steps(context)) {
                    ahead.put(step + 1, expected(step + 1));
                  }
                });
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  private Optional<RuntimeException> compare(int step, List<Expected> meant) {
    List<List<Expected>> batches = Batches.of(meant, traits.readBatch());
    Tally tally = context.begun(KIND, step);
    List<Supplier<Optional<RuntimeException>>> calls = new ArrayList<>();
    for (int part = 0; part < batches.size(); part++) {
      int place = part;
      if (!tally.isDone(part)) {
        calls.add(() -> tried(place, batches.get(place), tally));
      }
    }
    Optional<RuntimeException> failure =
        context.lanes().run(calls).stream().flatMap(Optional::stream).findFirst();
    context.keep(KIND, step, tally, failure.isEmpty());
    return failure;
  }

  private List<Expected> expected(int step) {
    int oneOf = context.run().oneOf();
    List<Expected> all = new ArrayList<>();
    int end = Math.min(context.job().chunks(), (step + 1) * oneOf);
    for (int chunk = step * oneOf; chunk < end; chunk++) {
      all.addAll(context.expectations().of(chunk, row -> sampled(row, oneOf)));
    }
    return all;
  }

  /** Spreads row numbers, always in the same way, and takes one of so many. */
  private static boolean sampled(long row, int oneOf) {
    return Math.floorMod((row * 0x9E3779B97F4A7C15L) >>> 20, oneOf) == 0;
  }

  /** The failure of a batch, so that others are kept; what was found of it counts only whole. */
  private Optional<RuntimeException> tried(int part, List<Expected> batch, Tally tally) {
    try {
      Tally own = new Tally();
      batch(batch, own);
      own.done(part);
      tally.add(own.findings(true));
      return Optional.empty();
    } catch (BudgetClosedException | UnknownOutcomeException | DestinationException e) {
      return Optional.of(e);
    }
  }

  private void batch(List<Expected> batch, Tally tally) {
    Map<String, RemoteRecord> records = records(batch);
    Map<String, ConsentRecord> consent = consent(batch);
    Map<String, Set<String>> bearers = bearers(batch);
    for (int place = 0; place < batch.size(); place++) {
      Expected meant = batch.get(place);
      Beside beside =
          new Beside(
              Optional.ofNullable(consent.get(meant.email())).map(ConsentRecord::state),
              bearers.getOrDefault(meant.marker(), Set.of()).size());
      context.check().check(meant, records.get(trace(place)), beside, tally);
    }
    if (context.run().extent() == Extent.SAMPLE) {
      memberships(batch, tally);
    }
  }

  private static String trace(int place) {
    return Integer.toString(place);
  }

  /** By id; whom the id does not name any more by marker, then by address. */
  private Map<String, RemoteRecord> records(List<Expected> batch) {
    Set<String> fields = context.check().fieldsOf(batch);
    Map<String, RemoteRecord> found = new HashMap<>();
    for (Key key : Key.values()) {
      List<Lookup> lookups = new ArrayList<>();
      for (int place = 0; place < batch.size(); place++) {
        if (!found.containsKey(trace(place))) {
          key.of(trace(place), batch.get(place)).ifPresent(lookups::add);
        }
      }
      if (!lookups.isEmpty()) {
        destination.read(lookups, fields).forEach(record -> found.put(record.traceId(), record));
      }
    }
    return found;
  }

  /** By what a record is looked for. */
  private enum Key {
    ID,
    MARKER,
    EMAIL;

    private Optional<Lookup> of(String trace, Expected e) {
      return switch (this) {
        case ID -> Optional.of(new Lookup(trace, e.remoteId(), e.marker(), e.email(), false));
        case MARKER -> Optional.of(new Lookup(trace, null, e.marker(), "", true));
        case EMAIL ->
            e.email().isEmpty()
                ? Optional.empty()
                : Optional.of(new Lookup(trace, null, e.marker(), e.email(), false));
      };
    }
  }

  /** Only where the records do not tell. */
  private Map<String, ConsentRecord> consent(List<Expected> batch) {
    Map<String, ConsentRecord> all = new HashMap<>();
    if (destination.readBack().optOutField().isPresent()) {
      return all;
    }
    List<String> emails =
        batch.stream()
            .filter(e -> e.optedOut() || e.permitted())
            .map(Expected::email)
            .distinct()
            .toList();
    for (List<String> part : Batches.of(emails, traits.consentBatch())) {
      all.putAll(destination.consent(part));
    }
    return all;
  }

  /** Only where the destination itself lets a marker be there twice. */
  private Map<String, Set<String>> bearers(List<Expected> batch) {
    List<String> made =
        batch.stream().filter(Expected::made).map(Expected::marker).distinct().toList();
    return traits.markerIsUnique() || made.isEmpty() ? Map.of() : destination.bearers(made);
  }

  /** Of a sample the lists are not read as wholes. */
  private void memberships(List<Expected> batch, Tally tally) {
    List<Expected> members = batch.stream().filter(e -> !e.lists().isEmpty()).toList();
    if (members.isEmpty()) {
      return;
    }
    Map<String, Set<String>> there =
        destination.memberships(members.stream().map(Expected::remoteId).distinct().toList());
    for (Expected meant : members) {
      for (String list : meant.lists()) {
        boolean member = there.getOrDefault(meant.remoteId(), Set.of()).contains(list);
        tally.members(list, member ? 1 : 0, 0);
        if (!member) {
          tally.differs(
              new Difference(
                  meant.row(),
                  meant.line(),
                  meant.remoteId(),
                  Fault.MEMBER_MISSING,
                  list,
                  list,
                  "",
                  Apart.NO));
        }
      }
    }
  }
}
