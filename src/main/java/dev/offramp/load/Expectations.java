package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.job.Job;
import dev.offramp.job.LostValue;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.verify.Expected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Works out what the records of a chunk were meant to be: from the operations that the mapper wrote
 * down, with what the ledger and the outcomes say became of them.
 */
final class Expectations {
  private static final int TRACE = PersonGroup.trace(0).length();

  private final WorkFiles files;
  private final Ledger ledger;
  private final Job job;
  private final ExistingPolicy existing;
  private final Traits traits;
  private final Map<String, String> lists;
  private final LaterWrites later;

  /**
   * Takes where to look.
   *
   * @param lists the destination's id of each list by its name
   */
  Expectations(
      LoadPorts ports,
      Job job,
      ExistingPolicy existing,
      Traits traits,
      Map<String, String> lists,
      LaterWrites later) {
    this.files = ports.files();
    this.ledger = ports.ledger();
    this.job = job;
    this.existing = existing;
    this.traits = traits;
    this.lists = lists;
    this.later = later;
  }

  /** What the records of a chunk were meant to be, of those rows that are wanted. */
  List<Expected> of(int chunk, LongPredicate wanted) {
    List<PersonGroup> groups =
        ChunkLoader.groups(files, job.id(), chunk).stream()
            .filter(group -> wanted.test(group.first().row()))
            .toList();
    if (groups.isEmpty()) {
      return List.of();
    }
    Map<Long, RowOutcome> outcomes = new HashMap<>();
    files
        .readLines(WorkFiles.chunkKey(job.id(), "outcomes", chunk), RowOutcome.class)
        .forEach(row -> outcomes.put(row.row(), row));
    Told told = new Told(chunk);
    List<Expected> all = new ArrayList<>();
    for (PersonGroup group : groups) {
      RowOutcome outcome = outcomes.get(group.first().row());
      if (outcome != null && atDestination(outcome)) {
        all.add(expected(chunk, group, outcome, told));
      }
    }
    return all;
  }

  private static boolean atDestination(RowOutcome row) {
    return row.outcome() != Outcome.REJECTED
        && row.outcome() != Outcome.EXCLUDED
        && !row.remoteId().isEmpty();
  }

  /** What ledger and notes tell of a chunk. */
  private final class Told {
    private final Map<String, LedgerLine> intents = new HashMap<>();
    private final Map<String, LedgerLine> outcomes = new HashMap<>();
    private final Map<String, Instant> intended = new HashMap<>();
    private final Map<String, Instant> settled = new HashMap<>();
    private final Map<String, String> gaveWay = new HashMap<>();
    private final Set<String> withdrawn = new HashSet<>();

    Told(int chunk) {
      for (LedgerEntry page : ledger.pages(job.id(), chunk)) {
        for (LedgerLine line : page.lines()) {
          String key = page.stage() + "/" + line.trace();
          if (LaterWrites.withdraws(page, line)) {
            withdrawn.add(line.key());
          }
          switch (page.part()) {
            case INTENT -> {
              intents.put(key, line);
              intended.put(key, page.writtenAt());
            }
            case OUTCOME -> outcomes.put(key, line);
            default -> {}
          }
          settled.merge(
              line.trace().substring(0, Math.min(TRACE, line.trace().length())),
              page.writtenAt(),
              (a, b) -> a.isAfter(b) ? a : b);
        }
      }
      for (LostValue note :
          files.readLines(WorkFiles.chunkKey(job.id(), LostValue.FOLDER, chunk), LostValue.class)) {
        gaveWay.put(note.row() + "/" + note.field() + "/" + note.lost(), note.kept());
      }
    }

    /** The change of the record that took effect, or null. */
    LedgerLine change(String trace) {
      for (String one : List.of(RecordStage.again(trace), trace)) {
        LedgerLine outcome = outcomes.get(Stage.RECORDS + "/" + one);
        if (outcome != null && LaterWrites.took(outcome)) {
          return intents.get(Stage.RECORDS + "/" + one);
        }
      }
      return null;
    }

    /** Whether the record was met only when it was to be made. */
    boolean clashed(String trace) {
      return RecordStage.is(outcomes.get(Stage.RECORDS + "/" + trace), Verdict.CONFLICT);
    }

    LedgerLine consent(String trace) {
      return intents.get(Stage.CONSENT + "/" + trace);
    }

    /** Whether a permission that was recorded has been taken back, by whatever row. */
    boolean withdrawn(LedgerLine consent) {
      return withdrawn.contains(consent.key())
          || later.withdrawnSince(
              consent.key(), intended.get(Stage.CONSENT + "/" + consent.trace()));
    }

    boolean consentTook(String trace) {
      return ConsentStage.took(outcomes.get(Stage.CONSENT + "/" + trace));
    }

    Instant settled(String trace) {
      return settled.getOrDefault(trace, Instant.EPOCH);
    }
  }

  private Expected expected(int chunk, PersonGroup group, RowOutcome outcome, Told told) {
    String trace = group.trace();
    String record = outcome.remoteId();
    LedgerLine consent = told.consent(trace);
    boolean refused =
        group.wanted().consent() == ConsentOrder.OPT_OUT
            || (consent != null && ConsentStage.wanted(consent) == ConsentState.OPTED_OUT);
    boolean permitted =
        consent != null
            && ConsentStage.wanted(consent) == ConsentState.SUBSCRIBED
            && told.consentTook(trace)
            && !told.withdrawn(consent);
    Set<String> kept = new LinkedHashSet<>();
    Map<String, List<String>> fields = fields(chunk, group, outcome, told, kept);
    return new Expected(
        group.first().row(),
        group.first().line(),
        record,
        group.wanted().marker(),
        group.wanted().email(),
        fields,
        kept,
        group.wanted().tags(),
        group.wanted().lists().stream().map(lists::get).filter(id -> id != null).toList(),
        refused && !group.wanted().email().isEmpty(),
        permitted,
        outcome.outcome() == Outcome.CREATED,
        later.settled(record, told.settled(trace)));
  }

  private Map<String, List<String>> fields(
      int chunk, PersonGroup group, RowOutcome outcome, Told told, Set<String> kept) {
    LedgerLine change = told.change(group.trace());
    Map<String, String> written = change == null ? Map.of() : change.wanted();
    boolean merged = outcome.outcome() == Outcome.MERGED;
    boolean mayKeep = merged ? told.clashed(group.trace()) : existing == ExistingPolicy.FILL;
    Map<String, List<String>> fields = new LinkedHashMap<>();
    group
        .wanted()
        .fields()
        .forEach(
            (field, value) -> {
              String left = value;
              if (!written.containsKey(field)) {
                String note = group.first().row() + "/" + field + "/" + value;
                left = merged ? told.gaveWay.getOrDefault(note, value) : value;
                if (mayKeep || group.onlyFills(field)) {
                  kept.add(field);
                }
              }
              fields.put(field, later.values(outcome.remoteId(), chunk, field, List.of(left)));
            });
    String marker = written.get(traits.markerField());
    if (marker != null) {
      String field = traits.markerField();
      fields.put(field, later.values(outcome.remoteId(), chunk, field, List.of(marker)));
    }
    return fields;
  }
}
