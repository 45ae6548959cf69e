package dev.offramp.load;

import dev.offramp.job.Ordinals;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.load.Ledger.LedgerPageTooLargeException;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The ledger of one chunk as one loader sees it: what was read when it was opened, and what this
 * loader added. Safe for use from several lanes.
 */
final class ChunkBook {
  private final Ledger ledger;
  private final InstantSource clock;
  private final String jobId;
  private final int chunk;
  private final long fence;
  private final Map<Part, Map<Stage, Map<String, LedgerLine>>> lines = new EnumMap<>(Part.class);
  private final Map<Stage, Set<String>> inherited = new EnumMap<>(Stage.class);

  /** The names of the pages of intents. */
  private final Map<Stage, Set<String>> places = new EnumMap<>(Stage.class);

  /** Held while intents are written. */
  private final Object oneAfterAnother = new Object();

  /** What came of calls about records, in the order in which it became known. */
  private final NavigableMap<String, List<LedgerLine>> acknowledged = new TreeMap<>();

  private int added;

  private ChunkBook(Ledger ledger, InstantSource clock, String jobId, int chunk, long fence) {
    this.ledger = ledger;
    this.clock = clock;
    this.jobId = jobId;
    this.chunk = chunk;
    this.fence = fence;
    for (Part part : Part.values()) {
      Map<Stage, Map<String, LedgerLine>> stages = new EnumMap<>(Stage.class);
      for (Stage stage : Stage.values()) {
        stages.put(stage, new LinkedHashMap<>());
      }
      lines.put(part, stages);
    }
  }

  /** Reads what the ledger has of a chunk. */
  static ChunkBook open(Ledger ledger, InstantSource clock, String jobId, int chunk, long fence) {
    return open(ledger, clock, jobId, chunk, fence, under -> true);
  }

  /**
   * Reads what the ledger has of a chunk, without what was intended under other leases.
   *
   * @param intended under which leases
   */
  static ChunkBook open(
      Ledger ledger,
      InstantSource clock,
      String jobId,
      int chunk,
      long fence,
      LongPredicate intended) {
    ChunkBook book = new ChunkBook(ledger, clock, jobId, chunk, fence);
    List<LedgerEntry> pages = new ArrayList<>(ledger.pages(jobId, chunk));
    pages.sort(Comparator.comparing(ChunkBook::moment));
    for (LedgerEntry entry : pages) {
      book.notePage(entry);
      if (entry.part() == Part.INTENT && !intended.test(entry.fence())) {
        continue;
      }
      for (LedgerLine line : entry.lines()) {
        book.remember(entry.part(), entry.stage(), line);
        if (entry.part() == Part.INTENT && entry.fence() != fence) {
          book.inherited.computeIfAbsent(entry.stage(), s -> new HashSet<>()).add(line.trace());
        }
      }
    }
    return book;
  }

  /** The job that the chunk belongs to. */
  String jobId() {
    return jobId;
  }

  /** Names the chunk. */
  String name() {
    return jobId + "/" + chunk;
  }

  /** Every intent of a stage, by trace, in the order of writing. */
  synchronized Map<String, LedgerLine> intents(Stage stage) {
    return copy(Part.INTENT, stage);
  }

  /** Every outcome of a stage, by trace. */
  synchronized Map<String, LedgerLine> outcomes(Stage stage) {
    return copy(Part.OUTCOME, stage);
  }

  /** The intent of one person, or null. */
  synchronized LedgerLine intent(Stage stage, String trace) {
    return lines.get(Part.INTENT).get(stage).get(trace);
  }

  /** The outcome of one person's intent, or null. */
  synchronized LedgerLine outcome(Stage stage, String trace) {
    return lines.get(Part.OUTCOME).get(stage).get(trace);
  }

  /** Everything that was undone of a stage, by trace. */
  synchronized Map<String, LedgerLine> undone(Stage stage) {
    return copy(Part.UNDO, stage);
  }

  /** The last ticket under which the destination has worked on each intent, by trace. */
  synchronized Map<String, LedgerLine> tickets(Stage stage, boolean undo) {
    return copy(ticketPart(undo), stage);
  }

  private static Part ticketPart(boolean undo) {
    return undo ? Part.UNDO_TICKET : Part.TICKET;
  }

  /** The intents of a stage that have no outcome, in the order of writing. */
  synchronized List<LedgerLine> unsettled(Stage stage) {
    Map<String, LedgerLine> settled = lines.get(Part.OUTCOME).get(stage);
    return lines.get(Part.INTENT).get(stage).values().stream()
        .filter(line -> !settled.containsKey(line.trace()))
        .toList();
  }

  /** Whether any intent of the chunk has no outcome. */
  synchronized boolean hasUnsettled() {
    for (Stage stage : Stage.values()) {
      if (!unsettled(stage).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether an intent was written by another loader: its call may have been made. */
  synchronized boolean inherited(Stage stage, String trace) {
    return inherited.getOrDefault(stage, Set.of()).contains(trace);
  }

  /**
   * Invariant 2: writes intents; only after this returns may the calls be made. One page after the
   * other, also from several lanes: so nobody finds a page whose forerunner is still to come.
   *
   * @param intents about rows of which the book has no intent
   * @throws StaleLeaseException if somebody has written intents since the book was opened
   */
  void intend(Stage stage, List<LedgerLine> intents) {
    synchronized (oneAfterAnother) {
      append(Part.INTENT, stage, intents);
    }
  }

  /** Writes under which ticket the destination works on lines, before anybody waits for it. */
  void ticket(Stage stage, boolean undo, List<LedgerLine> batch, String ticket) {
    append(
        ticketPart(undo),
        stage,
        batch.stream()
            .map(line -> RecordStage.outcome(line, null, line.target(), ticket))
            .toList());
  }

  /** Writes what came of calls. */
  void settle(Stage stage, List<LedgerLine> outcomes) {
    append(Part.OUTCOME, stage, outcomes);
  }

  /**
   * Writes that something is about to be taken back, or, with words, that it was not: whoever comes
   * next knows what may have happened (invariants 2 and 6).
   */
  void undoing(Stage stage, List<LedgerLine> batch, String words) {
    undoing(
        stage,
        batch.stream().map(line -> RecordStage.outcome(line, null, line.target(), words)).toList());
  }

  /** Writes lines about what is about to be taken back. */
  void undoing(Stage stage, List<LedgerLine> lines) {
    append(Part.UNDO_INTENT, stage, lines);
  }

  /** The last line that said that an intent is about to be taken back, or null. */
  synchronized LedgerLine undoing(Stage stage, String trace) {
    return lines.get(Part.UNDO_INTENT).get(stage).get(trace);
  }

  /** Whether an intent may have been taken back, and nobody knows. */
  synchronized boolean maybeUndone(Stage stage, String trace) {
    LedgerLine line = undoing(stage, trace);
    return line != null
        && line.message().isEmpty()
        && !lines.get(Part.UNDO).get(stage).containsKey(trace);
  }

  /** Writes what was undone. */
  void undo(Stage stage, List<LedgerLine> undone) {
    append(Part.UNDO, stage, undone);
  }

  private void append(Part part, Stage stage, List<LedgerLine> page) {
    if (page.isEmpty()) {
      return;
    }
    LedgerEntry entry =
        new LedgerEntry(
            jobId, chunk, part, stage, pageName(part, stage, page), fence, clock.instant(), page);
    boolean written;
    try {
      written = ledger.append(entry);
    } catch (LedgerPageTooLargeException e) {
      if (page.size() == 1) {
        throw e;
      }
      append(part, stage, page.subList(0, page.size() / 2));
      append(part, stage, page.subList(page.size() / 2, page.size()));
      return;
    }
    if (!written) {
      // Invariant 4: somebody else wrote here since we read, and with a before-image of its own.
      throw new StaleLeaseException(name());
    }
    synchronized (this) {
      notePage(entry);
      page.forEach(line -> remember(part, stage, line));
    }
  }

  private void notePage(LedgerEntry entry) {
    if (entry.part() == Part.INTENT) {
      places.computeIfAbsent(entry.stage(), stage -> new HashSet<>()).add(entry.page());
      return;
    }
    String moment = moment(entry);
    if (moment.startsWith(lease(fence))) {
      added = Math.max(added, Integer.parseInt(moment.substring(lease(fence).length())) + 1);
    }
    if (entry.part() == Part.OUTCOME && entry.stage() == Stage.RECORDS) {
      acknowledged.put(moment, entry.lines());
    }
  }

  /**
   * When a page was written: its name ends with the lease and the number under which it came. Those
   * of intents are numbered in another way, and nobody writes about an intent before it is there.
   */
  private static String moment(LedgerEntry entry) {
    return entry.part() == Part.INTENT
        ? ""
        : entry.page().substring(entry.page().lastIndexOf('@') + 1);
  }

  private static String lease(long fence) {
    return Ordinals.of(fence, 12) + ".";
  }

  /** What came of calls about records, a page for each answer, in the order of the answers. */
  synchronized List<List<LedgerLine>> acknowledged() {
    return List.copyOf(acknowledged.values());
  }

  /** Outcomes and undos may come several times, and are read in the order of writing. */
  private synchronized String pageName(Part part, Stage stage, List<LedgerLine> page) {
    return part == Part.INTENT
        ? firstFreePlace(stage)
        : page.get(0).trace() + "@" + lease(fence) + Ordinals.of(added++, 6);
  }

  /**
   * Invariant 4: the next page of intents has one place, whatever is on it. So whoever does not
   * know the page before cannot write one, and nobody intends what somebody else has intended.
   */
  private String firstFreePlace(Stage stage) {
    Set<String> taken = places.getOrDefault(stage, Set.of());
    int place = 0;
    while (taken.contains(place(place))) {
      place++;
    }
    return place(place);
  }

  /** Pages of earlier versions are named by a trace, which does not begin so. */
  private static String place(int number) {
    return "p" + Ordinals.of(number, 6);
  }

  private void remember(Part part, Stage stage, LedgerLine line) {
    lines.get(part).get(stage).put(line.trace(), line);
  }

  private Map<String, LedgerLine> copy(Part part, Stage stage) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(lines.get(part).get(stage)));
  }

  /** Lines in the order of their traces, for a stable page order. */
  static List<LedgerLine> sorted(List<LedgerLine> page) {
    List<LedgerLine> copy = new ArrayList<>(page);
    copy.sort((a, b) -> a.trace().compareTo(b.trace()));
    return copy;
  }
}
