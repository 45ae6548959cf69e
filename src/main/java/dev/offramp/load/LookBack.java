package dev.offramp.load;

import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out what came of intents whose outcome nobody knows (invariant 3: an unknown outcome is
 * looked up, never blindly retried).
 */
final class LookBack {
  private static final Set<String> NO_FIELDS = Set.of();

  private final ChunkBook book;
  private final Pause pause;
  private final Traits traits;
  private final RecordReader reader;

  private final TagValues tags;

  /** What is left of changes to send, by trace: what somebody has edited meanwhile stays. */
  private final Map<String, Map<String, String>> left = new ConcurrentHashMap<>();

  /** What is not sent again, by trace: by whose doing it is as it is, nobody knows. */
  private final Map<String, Map<String, String>> doubted = new ConcurrentHashMap<>();

  LookBack(ChunkContext context, RecordReader reader) {
    this.book = context.book();
    this.pause = context.pause();
    this.traits = context.destination().traits();
    this.tags = new TagValues(traits);
    this.reader = reader;
  }

  /** The changes of a kind that a loader that is gone has intended, and maybe sent. */
  List<LedgerLine> inherited(String kind) {
    Map<String, LedgerLine> tickets = book.tickets(Stage.RECORDS, false);
    return book.unsettled(Stage.RECORDS).stream()
        .filter(line -> line.kind().equals(kind))
        .filter(line -> book.inherited(Stage.RECORDS, line.trace()))
        .filter(line -> !tickets.containsKey(line.trace()))
        .toList();
  }

  /**
   * Looks creates up, and again once a first call cannot land unseen any more where nothing else
   * would stop a second record. Those that are there are settled.
   *
   * @param landing how long a call may still take to land
   * @return those that are certainly not there
   */
  List<LedgerLine> missing(List<LedgerLine> creates, Duration landing) {
    List<LedgerLine> missing = settleFound(creates);
    Duration wait = landing.plus(traits.visibleAfter());
    if (missing.isEmpty() || traits.markerIsUnique() || wait.isZero()) {
      return missing;
    }
    pause.sleep(wait);
    return settleFound(missing);
  }

  private List<LedgerLine> settleFound(List<LedgerLine> creates) {
    List<LedgerLine> missing = new ArrayList<>();
    List<LedgerLine> found = new ArrayList<>();
    Map<String, RemoteRecord> records =
        reader.read(
            creates.stream()
                .map(line -> new Lookup(line.trace(), null, line.marker(), "", true))
                .toList(),
            NO_FIELDS);
    for (LedgerLine line : creates) {
      RemoteRecord record = records.get(line.trace());
      if (record == null) {
        missing.add(line);
      } else {
        found.add(RecordStage.outcome(line, Verdict.APPLIED, record.remoteId(), ""));
      }
    }
    book.settle(Stage.RECORDS, found);
    return missing;
  }

  /**
   * Reads the records of changes as they are now, settles those of which nothing is left to do, and
   * notes what is left of the others.
   *
   * @return those that have to be sent, perhaps again
   */
  List<LedgerLine> undone(List<LedgerLine> updates) {
    Map<String, RemoteRecord> there = read(updates);
    List<LedgerLine> open = new ArrayList<>();
    List<LedgerLine> done = new ArrayList<>();
    for (LedgerLine line : updates) {
      RemoteRecord now = there.get(line.trace());
      Map<String, String> wanting = now == null ? line.wanted() : wanting(line, now);
      left.put(line.trace(), wanting);
      if (wanting.isEmpty()) {
        done.add(settled(line, RecordStage.outcome(line, Verdict.APPLIED, now.remoteId(), "")));
      } else {
        open.add(line);
      }
    }
    book.settle(Stage.RECORDS, done);
    return open;
  }

  private Map<String, RemoteRecord> read(List<LedgerLine> updates) {
    Set<String> fields = new LinkedHashSet<>();
    List<Lookup> lookups = new ArrayList<>();
    for (LedgerLine line : updates) {
      fields.addAll(line.wanted().keySet());
      lookups.add(new Lookup(line.trace(), line.target(), line.marker(), "", false));
    }
    fields.remove(traits.markerField());
    return reader.read(lookups, fields);
  }

  /**
   * What of a change has to be sent, perhaps again: the fields that are still as they were before
   * it, and the tags that are missing, with those that are there by now.
   */
  private Map<String, String> wanting(LedgerLine line, RemoteRecord now) {
    Map<String, String> wanting = new LinkedHashMap<>();
    Map<String, String> unsure = new LinkedHashMap<>();
    line.wanted()
        .forEach(
            (name, value) -> {
              String current = name.equals(traits.markerField()) ? now.marker() : now.field(name);
              String before = line.prior().getOrDefault(name, "");
              if (tags.isIn(name)) {
                Set<String> all = tags.of(current);
                if (all.addAll(tags.added(before, value))) {
                  wanting.put(name, tags.joined(all));
                }
              } else if (current.equals(before) && !current.equals(value)) {
                wanting.put(name, value);
              } else {
                unsure.put(name, value);
              }
            });
    doubted.put(line.trace(), unsure);
    return wanting;
  }

  /** A change as it is to be sent. */
  Draft update(LedgerLine line) {
    return new Draft(line.trace(), line.target(), left.getOrDefault(line.trace(), line.wanted()));
  }

  /**
   * The outcome of a change, with the fields of which nobody knows whether we have written them.
   */
  LedgerLine settled(LedgerLine line, LedgerLine outcome) {
    return LeftFields.in(outcome, doubted.getOrDefault(line.trace(), Map.of()));
  }
}
