package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The people whom another job of the account has in a chunk that it began and did not end: it was
 * paused, or stands still. The crosswalk does not know them yet, and a search that lags may not
 * either; the other job's ledger does (invariant 3). Safe for several lanes.
 */
final class Rivals {
  /**
   * A person whom another job has made, changed, or meant to.
   *
   * @param job the other job
   * @param intent what it meant to do
   * @param remoteId the record; empty where nobody knows whether it was made
   * @param consent what its rows say
   * @param permitted the key of the address for which it means to record a permission, or empty
   */
  private record Rival(
      String job, LedgerLine intent, String remoteId, ConsentOrder consent, String permitted) {
    Rival at(String id) {
      return new Rival(job, intent, id, consent, permitted);
    }

    Crosswalk.Link link(String key) {
      boolean made = intent.kind().equals(RecordPlanner.CREATE);
      return new Crosswalk.Link(key, remoteId, job, intent.row(), made, "")
          .saying(consent, key.equals(permitted));
    }
  }

  private final Map<String, Rival> byKey = new HashMap<>();

  /** The keys of the addresses for which another job records a permission. */
  private final Set<String> permitted = new HashSet<>();

  /** Nobody. */
  static Rivals none() {
    return new Rivals();
  }

  /** Reads what the other jobs of a job's account have begun; they stand still while we load. */
  static Rivals of(LoadPorts ports, Job job) {
    Rivals rivals = new Rivals();
    for (Job other : ports.jobs().list(job.migration())) {
      boolean same = other.id().equals(job.id()) || !other.account().equals(job.account());
      if (!same && other.state() != JobState.ROLLED_BACK && !other.allLoaded()) {
        ports
            .jobs()
            .chunk(other.id(), other.chunksLoaded())
            .filter(chunk -> chunk.state() == ChunkState.LOADING)
            .ifPresent(chunk -> rivals.add(ports, chunk));
      }
    }
    return rivals;
  }

  private void add(LoadPorts ports, Chunk chunk) {
    ChunkBook book =
        ChunkBook.open(ports.ledger(), ports.clock(), chunk.jobId(), chunk.index(), chunk.fence());
    addPermissions(book);
    Map<String, LedgerLine> intents = book.intents(Stage.RECORDS);
    if (intents.isEmpty()) {
      return;
    }
    String key = WorkFiles.chunkKey(chunk.jobId(), "operations", chunk.index());
    for (PersonGroup group : PersonGroup.of(ports.files().readLines(key, DesiredRecord.class))) {
      LedgerLine first = intents.get(group.trace());
      add(book, group, intents.getOrDefault(RecordStage.again(group.trace()), first));
    }
  }

  private void addPermissions(ChunkBook book) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.CONSENT);
    Map<String, LedgerLine> undone = book.undone(Stage.CONSENT);
    book.intents(Stage.CONSENT).values().stream()
        .filter(line -> ConsentStage.wanted(line) == ConsentState.SUBSCRIBED)
        .filter(line -> !undone.containsKey(line.trace()))
        .filter(line -> outcomes.get(line.trace()) == null || took(outcomes, line))
        .forEach(line -> permitted.add(SourceKeys.address(line.key())));
  }

  private static boolean took(Map<String, LedgerLine> outcomes, LedgerLine intent) {
    return ConsentStage.took(outcomes.get(intent.trace()));
  }

  /** Whether another job has recorded a permission for an address, or means to (invariant 6). */
  synchronized boolean permits(String email) {
    return permitted.contains(SourceKeys.address(email));
  }

  private void add(ChunkBook book, PersonGroup group, LedgerLine intent) {
    if (intent == null || book.undone(Stage.RECORDS).containsKey(intent.trace())) {
      return;
    }
    LedgerLine outcome = book.outcomes(Stage.RECORDS).get(intent.trace());
    boolean clash = Clashes.open(book, intent);
    boolean refused = outcome != null && !ConsentStage.took(outcome) && !clash;
    if (refused || !intent.message().isEmpty()) {
      return; // Who was merged into an earlier row is in the crosswalk already.
    }
    // A create that met a record may have met its own: that is looked up as one without an answer.
    String id = outcome == null || clash ? intent.target() : outcome.target();
    LedgerLine consent = book.intent(Stage.CONSENT, group.trace());
    boolean permits = consent != null && ConsentStage.wanted(consent) == ConsentState.SUBSCRIBED;
    String permitted = permits ? SourceKeys.address(consent.key()) : "";
    ConsentOrder order = group.wanted().consent();
    for (String key : SourceKeys.of(group.rows())) {
      byKey.putIfAbsent(key, new Rival(book.jobId(), intent, id, order, permitted));
    }
  }

  /**
   * The links of those of the keys under which another job has somebody.
   *
   * @param keys keys that the crosswalk does not know
   */
  synchronized Map<String, Crosswalk.Link> links(
      Collection<String> keys, ChunkContext context, RecordReader reader) {
    Map<String, Crosswalk.Link> links = new HashMap<>();
    if (byKey.isEmpty()) {
      return links;
    }
    Set<Rival> unknown = new HashSet<>();
    for (String key : keys) {
      Rival rival = byKey.get(key);
      if (rival != null && rival.remoteId().isEmpty()) {
        unknown.add(rival);
      }
    }
    locate(unknown, context, reader);
    for (String key : keys) {
      if (byKey.containsKey(key)) {
        links.put(key, byKey.get(key).link(key));
      }
    }
    return links;
  }

  /** Looks creates of unknown outcome up until they cannot appear any more; then they are not. */
  private void locate(Set<Rival> unknown, ChunkContext context, RecordReader reader) {
    Set<Rival> missing = found(unknown, context, reader);
    if (missing.isEmpty()) {
      return;
    }
    var traits = context.destination().traits();
    Duration wait = traits.callTimeout().plus(traits.visibleAfter());
    context.pause().sleep(wait);
    byKey.values().removeAll(found(missing, context, reader));
  }

  /** What an earlier loader of our chunk may have made, by marker. */
  private static Map<String, LedgerLine> ownCreates(ChunkBook book) {
    Map<String, LedgerLine> own = new HashMap<>();
    book.unsettled(Stage.RECORDS).stream()
        .filter(line -> line.kind().equals(RecordPlanner.CREATE))
        .forEach(line -> own.put(line.marker(), line));
    return own;
  }

  /** Notes where records are, and gives back those that are not found. */
  private Set<Rival> found(Set<Rival> unknown, ChunkContext context, RecordReader reader) {
    Map<String, LedgerLine> own = ownCreates(context.book());
    Map<String, Rival> asked = new HashMap<>();
    List<Lookup> lookups = new ArrayList<>();
    Set<String> fields = new HashSet<>();
    for (Rival rival : unknown) {
      String trace = rival.job() + "/" + rival.intent().trace();
      asked.put(trace, rival);
      lookups.add(new Lookup(trace, null, rival.intent().marker(), "", true));
      if (own.containsKey(rival.intent().marker())) {
        fields.addAll(rival.intent().wanted().keySet());
        fields.addAll(own.get(rival.intent().marker()).wanted().keySet());
      }
    }
    fields.remove(context.destination().traits().markerField());
    Map<String, RemoteRecord> there = reader.read(lookups, fields);
    Set<Rival> missing = new HashSet<>();
    asked.forEach(
        (trace, rival) -> {
          RemoteRecord record = there.get(trace);
          LedgerLine ours = own.get(rival.intent().marker());
          if (record == null || (ours != null && rather(ours, rival.intent(), record))) {
            missing.add(rival);
          } else {
            byKey.replaceAll((key, r) -> r.equals(rival) ? r.at(record.remoteId()) : r);
          }
        });
    return missing;
  }

  /** Both meant to make somebody with one marker: whether a record is what the first one meant. */
  private static boolean rather(LedgerLine first, LedgerLine second, RemoteRecord record) {
    return likeness(first, record) > likeness(second, record);
  }

  /** How many fields are as they were meant, less those that are not. */
  private static long likeness(LedgerLine create, RemoteRecord record) {
    long alike =
        create.wanted().entrySet().stream()
            .filter(field -> record.field(field.getKey()).equalsIgnoreCase(field.getValue()))
            .count();
    return 2 * alike - create.wanted().size();
  }
}
