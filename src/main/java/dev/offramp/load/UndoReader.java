package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what there is to take back of a chunk's records. */
final class UndoReader {
  private final Destination destination;
  private final Traits traits;
  private final ChunkBook book;
  private final Lanes lanes;

  UndoReader(Destination destination, ChunkBook book, Lanes lanes) {
    this.destination = destination;
    this.traits = destination.traits();
    this.book = book;
    this.lanes = lanes;
  }

  /** What took effect and is not undone. Intents without an outcome are looked up first. */
  UndoPlan all() {
    Map<String, LedgerLine> undone = book.undone(Stage.RECORDS);
    return plan(
        intent -> undone.containsKey(intent.trace()) ? Optional.empty() : Optional.of(intent));
  }

  /** What a rollback before had to leave: records that we made, and fields of others. */
  UndoPlan left() {
    Map<String, LedgerLine> undone = book.undone(Stage.RECORDS);
    return plan(
        intent -> {
          LedgerLine line = undone.get(intent.trace());
          return line == null ? Optional.of(intent) : LeftFields.of(intent, line);
        });
  }

  private UndoPlan plan(Function<LedgerLine, Optional<LedgerLine>> open) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<LedgerLine> creates = new ArrayList<>();
    List<LedgerLine> updates = new ArrayList<>();
    List<Lookup> lookups = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    for (LedgerLine intent : book.intents(Stage.RECORDS).values()) {
      LedgerLine outcome = outcomes.get(intent.trace());
      boolean clash = Clashes.open(book, intent);
      boolean refused = outcome != null && !ConsentStage.took(outcome) && !clash;
      Optional<LedgerLine> line = refused ? Optional.empty() : open.apply(intent);
      if (line.isPresent()) {
        boolean create = intent.kind().equals(RecordPlanner.CREATE);
        (create ? creates : updates).add(line.get());
        fields.addAll(line.get().wanted().keySet());
        lookups.add(lookup(intent, clash ? null : outcome));
      }
    }
    Map<String, RemoteRecord> now = read(lookups, fields);
    creates.removeIf(
        line -> Clashes.open(book, line) && !now.containsKey(line.trace())); // Not ours.
    return new UndoPlan(creates, updates, now);
  }

  /**
   * A plan that was made before other records were taken back, with what was done to these read
   * anew.
   *
   * @param touched the records' ids
   */
  UndoPlan after(UndoPlan plan, Set<String> touched) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<Lookup> lookups = new ArrayList<>();
    Set<String> fields = new LinkedHashSet<>();
    for (LedgerLine intent : concat(plan.creates(), plan.updates())) {
      boolean clash = Clashes.open(book, intent);
      Lookup lookup = lookup(intent, clash ? null : outcomes.get(intent.trace()));
      RemoteRecord seen = plan.now().get(intent.trace());
      if (touched.contains(seen == null ? lookup.remoteId() : seen.remoteId())) {
        fields.addAll(intent.wanted().keySet());
        lookups.add(lookup);
      }
    }
    Map<String, RemoteRecord> now = new HashMap<>(plan.now());
    lookups.forEach(lookup -> now.remove(lookup.traceId()));
    now.putAll(read(lookups, fields));
    return new UndoPlan(plan.creates(), plan.updates(), now);
  }

  /** The records that the chunk has to do with, as far as their ids are known. */
  Set<String> touched(UndoPlan plan) {
    Set<String> ids = new HashSet<>();
    plan.now().values().forEach(record -> ids.add(record.remoteId()));
    book.outcomes(Stage.RECORDS).values().forEach(line -> ids.add(line.target()));
    book.intents(Stage.RECORDS).values().forEach(line -> ids.add(line.target()));
    return ids;
  }

  private static List<LedgerLine> concat(List<LedgerLine> first, List<LedgerLine> second) {
    List<LedgerLine> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static Lookup lookup(LedgerLine intent, LedgerLine outcome) {
    String id = outcome == null ? intent.target() : outcome.target();
    boolean known = id != null && !id.isEmpty();
    return new Lookup(intent.trace(), known ? id : null, intent.marker(), "", !known);
  }

  private Map<String, RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    fields.remove(traits.markerField());
    List<Supplier<List<RemoteRecord>>> calls = new ArrayList<>();
    for (List<Lookup> batch : Batches.of(lookups, traits.readBatch())) {
      calls.add(() -> destination.read(batch, fields));
    }
    Map<String, RemoteRecord> found = new HashMap<>();
    lanes.run(calls).forEach(records -> records.forEach(r -> found.put(r.traceId(), r)));
    return found;
  }
}
