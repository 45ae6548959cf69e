package dev.offramp.load;

import dev.offramp.crm.ConsentState;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.verify.RecordCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What rows that were merged into a record of another row wrote there: a value that gave way to one
 * of these is no fault, nor is a permission that one of them took back. Of chunks without such rows
 * nothing is read but their outcomes.
 */
final class LaterWrites {
  private final Ledger ledger;
  private final WorkFiles files;
  private final Map<String, List<Write>> byRecord = new HashMap<>();
  private final Map<String, Instant> last = new HashMap<>();
  private final Map<String, Instant> withdrawn = new HashMap<>();

  /** A value that was written; the chunk is -1 for one of another job, whenever that was. */
  private record Write(int chunk, String field, String value) {}

  private LaterWrites(Ledger ledger, WorkFiles files) {
    this.ledger = ledger;
    this.files = files;
  }

  /**
   * Reads what a job, and other jobs of its account meanwhile, wrote to records of other rows. A
   * rollback takes back what was written there, but gives no permission again.
   */
  static LaterWrites of(Job job, LoadPorts ports) {
    LaterWrites all = new LaterWrites(ports.ledger(), ports.files());
    List<Supplier<Optional<Merges>>> chunks = new ArrayList<>();
    for (int i = 0; i < job.chunks(); i++) {
      int chunk = i;
      chunks.add(() -> all.read(job, chunk, chunk));
    }
    for (Job other : ports.jobs().list(job.migration())) {
      boolean beside =
          other.account().equals(job.account())
              && !other.id().equals(job.id())
              && other.updatedAt().isAfter(job.createdAt());
      for (int i = 0; beside && i <= other.chunksLoaded(); i++) {
        int chunk = i;
        chunks.add(() -> all.read(other, chunk, -1));
      }
    }
    ports.lanes().run(chunks).forEach(found -> found.ifPresent(all::add));
    return all;
  }

  /**
   * What there is of a chunk with merged rows.
   *
   * @param end when the last of its pages was written
   * @param takenBack the addresses whose permission was taken back, and when that was meant
   */
  private record Merges(
      int place,
      Set<String> records,
      Instant end,
      List<Update> updates,
      Map<String, Instant> takenBack) {}

  /** A change that took effect, or may have. */
  private record Update(String record, LedgerLine intent) {}

  private Optional<Merges> read(Job job, int chunk, int place) {
    Set<String> merged = new HashSet<>();
    for (RowOutcome row :
        files.readLines(WorkFiles.chunkKey(job.id(), "outcomes", chunk), RowOutcome.class)) {
      if (row.outcome() == Outcome.MERGED) {
        merged.add(row.remoteId());
      }
    }
    // A chunk of another job that is under way has no outcomes yet.
    if (merged.isEmpty() && (place >= 0 || chunk < job.chunksLoaded())) {
      return Optional.empty();
    }
    List<LedgerEntry> pages = ledger.pages(job.id(), chunk);
    Map<String, Instant> takenBack = takenBack(pages);
    return Optional.of(
        job.state() == JobState.ROLLED_BACK
            ? new Merges(place, Set.of(), Instant.EPOCH, List.of(), takenBack)
            : merges(place, merged, pages, takenBack));
  }

  private static Map<String, Instant> takenBack(List<LedgerEntry> pages) {
    Map<String, Instant> all = new HashMap<>();
    for (LedgerEntry page : pages) {
      page.lines().stream()
          .filter(line -> withdraws(page, line))
          .forEach(line -> all.merge(line.key(), page.writtenAt(), LaterWrites::later));
    }
    return all;
  }

  private static Merges merges(
      int place, Set<String> merged, List<LedgerEntry> pages, Map<String, Instant> takenBack) {
    Map<String, LedgerLine> intents = new HashMap<>();
    Set<String> answered = new HashSet<>();
    List<Update> updates = new ArrayList<>();
    Instant end = Instant.EPOCH;
    for (LedgerEntry page : pages) {
      end = later(page.writtenAt(), end);
      if (page.stage() == Stage.RECORDS && page.part() == Part.INTENT) {
        page.lines().forEach(line -> intents.put(line.trace(), line));
      } else if (page.stage() == Stage.RECORDS && page.part() == Part.OUTCOME) {
        page.lines().forEach(line -> answered.add(line.trace()));
        page.lines().stream()
            .filter(LaterWrites::took)
            .filter(line -> intents.containsKey(line.trace()))
            .forEach(line -> updates.add(new Update(line.target(), intents.get(line.trace()))));
      }
    }
    if (place < 0) {
      // The other job stands still, and does not know itself whether these took effect.
      intents.values().stream()
          .filter(intent -> !answered.contains(intent.trace()))
          .forEach(intent -> updates.add(new Update(intent.target(), intent)));
    }
    return new Merges(place, merged, end, updates, takenBack);
  }

  private void add(Merges found) {
    found.updates().forEach(update -> add(found.place(), update.record(), update.intent()));
    found.takenBack().forEach((email, at) -> withdrawn.merge(email, at, LaterWrites::later));
    for (String record : found.records()) {
      last.merge(record, found.end(), LaterWrites::later);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private void add(int place, String record, LedgerLine intent) {
    boolean into = !intent.message().isEmpty() || intent.trace().endsWith(RecordStage.again(""));
    if (intent.kind().equals(RecordPlanner.UPDATE) && (into || place < 0)) {
      List<Write> writes = byRecord.computeIfAbsent(record, r -> new ArrayList<>());
      intent.wanted().forEach((field, value) -> writes.add(new Write(place, field, value)));
    }
  }

  static boolean took(LedgerLine outcome) {
    return RecordStage.is(outcome, Verdict.APPLIED) || RecordStage.is(outcome, Verdict.ALREADY);
  }

  /** The values that may be there now where a chunk's rows left one. */
  List<String> values(String record, int chunk, String field, List<String> left) {
    Set<String> there = new LinkedHashSet<>(left);
    for (Write write : byRecord.getOrDefault(record, List.of())) {
      if (write.field().equals(field) && (write.chunk() < 0 || write.chunk() >= chunk)) {
        if (write.chunk() > chunk) {
          there.clear();
        }
        there.add(write.value());
      }
    }
    return List.copyOf(there);
  }

  /** Whether a line of a ledger is about taking back a permission of an earlier row. */
  static boolean withdraws(LedgerEntry page, LedgerLine line) {
    return page.stage() == Stage.CONSENT
        && page.part() == Part.INTENT
        && ConsentStage.wanted(line) == ConsentState.UNSPECIFIED;
  }

  /**
   * Whether a row that said less took back the permission of an address after a moment, or so
   * little before it that the clocks of two loaders may differ by as much.
   */
  boolean withdrawnSince(String email, Instant moment) {
    return withdrawn.getOrDefault(email, Instant.MIN).isAfter(moment.minus(RecordCheck.CLOCKS));
  }

  /** The later of a moment and the one at which a merged row last had to do with a record. */
  Instant settled(String record, Instant own) {
    return later(last.getOrDefault(record, own), own);
  }
}
