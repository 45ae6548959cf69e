package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What jobs that are not taken back have written to some records: it is nobody's work by hand, and
 * does not go by force with another job.
 */
final class WrittenElsewhere {
  /** Nothing. */
  static final WrittenElsewhere NOTHING = new WrittenElsewhere(Map.of());

  private final Map<String, Map<String, Set<String>>> values;

  private WrittenElsewhere(Map<String, Map<String, Set<String>>> values) {
    this.values = values;
  }

  /**
   * Reads what was written to the records of some chunks by jobs that stay.
   *
   * @param job the migration and the account
   * @param taken the ids of the jobs that are taken back
   * @param left whose records
   */
  static WrittenElsewhere of(LoadPorts ports, Job job, Set<String> taken, List<UndoStep> left) {
    List<Job> stay =
        ports.jobs().list(job.migration()).stream()
            .filter(each -> each.account().equals(job.account()) && !taken.contains(each.id()))
            .filter(each -> each.state() != JobState.ROLLED_BACK)
            .toList();
    if (stay.isEmpty() || left.isEmpty()) {
      return NOTHING;
    }
    Map<String, Map<String, Set<String>>> values = new ConcurrentHashMap<>();
    records(ports.ledger(), left).forEach(id -> values.put(id, new ConcurrentHashMap<>()));
    List<Supplier<Boolean>> reads = new ArrayList<>();
    for (Job each : stay) {
      for (int i = 0; i <= UndoOrder.last(each); i++) {
        int chunk = i;
        reads.add(
            () -> {
              add(values, ports.ledger().pages(each.id(), chunk));
              return true;
            });
      }
    }
    ports.lanes().run(reads);
    return new WrittenElsewhere(values);
  }

  private static Set<String> records(Ledger ledger, List<UndoStep> left) {
    Set<String> ids = new HashSet<>();
    for (UndoStep step : left) {
      for (LedgerEntry page : ledger.pages(step.writer().id(), step.chunk())) {
        if (page.stage() == Stage.RECORDS) {
          page.lines().forEach(line -> ids.add(line.target()));
        }
      }
    }
    return ids;
  }

  private static void add(Map<String, Map<String, Set<String>>> values, List<LedgerEntry> pages) {
    Map<String, String> made = new HashMap<>();
    lines(pages, Part.OUTCOME).forEach(line -> made.put(line.trace(), line.target()));
    lines(pages, Part.INTENT)
        .forEach(
            line -> {
              boolean create = line.target().isEmpty();
              String id = create ? made.getOrDefault(line.trace(), "") : line.target();
              add(values.get(id), line.wanted());
            });
  }

  private static void add(Map<String, Set<String>> record, Map<String, String> wanted) {
    if (record != null) {
      wanted.forEach(
          (name, value) ->
              record.computeIfAbsent(name, n -> ConcurrentHashMap.newKeySet()).add(value));
    }
  }

  private static Stream<LedgerLine> lines(List<LedgerEntry> pages, Part part) {
    return pages.stream()
        .filter(page -> page.stage() == Stage.RECORDS && page.part() == part)
        .flatMap(page -> page.lines().stream());
  }

  /** Whether one of the jobs has written to a record. */
  boolean wrote(String record) {
    return !values.getOrDefault(record, Map.of()).isEmpty();
  }

  /** Whether one of them has written to a field. */
  boolean wrote(String record, String field) {
    return values.getOrDefault(record, Map.of()).containsKey(field);
  }

  /** Whether one of them has written this value. */
  boolean wrote(String record, String field, String value) {
    return values.getOrDefault(record, Map.of()).getOrDefault(field, Set.of()).contains(value);
  }
}
