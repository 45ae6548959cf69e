package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Outcome;
import dev.offramp.job.Replay;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.ReplayColumns;
import dev.offramp.kartra.csv.DialectSniffer;
import dev.offramp.plan.FieldRule;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import dev.offramp.report.JobReporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Corrected rejects that come back, and samples that go ahead: they are read and mapped as the
 * upload was from which they come, since a few rows show less than a whole file; columns that are
 * new are read as usual.
 */
final class ReplayDesk {
  private final WorkFiles files;
  private final Plans plans;
  private final ObjectMapper json;

  ReplayDesk(WorkFiles files, Plans plans, ObjectMapper json) {
    this.files = files;
    this.plans = plans;
    this.json = json;
  }

  /** Why rows of a job cannot be taken, with a code; nothing if they can. */
  static Optional<String> refusal(Job replay, Optional<Job> original, boolean sample) {
    Optional<Job> known = original.filter(job -> job.migration().equals(replay.migration()));
    if (known.isEmpty()) {
      return Optional.of(
          "OFF-2934 The file holds rows of a job that this migration does not have. Upload it"
              + " below the migration that it comes from.");
    }
    if (sample) {
      return known.get().state() == JobState.AWAITING_APPROVAL
          ? Optional.empty()
          : Optional.of(
              "OFF-2938 The job %s is %s: its sample can be loaded while it waits for approval."
                  .formatted(known.get().id(), known.get().state()));
    }
    boolean ended = known.get().state() == JobState.COMPLETED;
    return ended && !known.get().expired(replay.createdAt())
        ? Optional.empty()
        : Optional.of(
            "OFF-2936 The job %s is %s: only what a job that is done has rejected can be replayed, as long as its files are kept."
                .formatted(known.get().id(), known.get().state()));
  }

  /** Notes where the rows of a job come from. */
  void keep(Job replay, Job original, boolean sample, byte[] head) {
    ExportLayout layout = layout(original);
    List<String> columns = layout.columns().stream().map(Column::name).toList();
    new Replay(
            original.id(),
            original.upload().fileName(),
            layout.kind().name(),
            columns,
            place(head),
            sample)
        .keep(files, replay.id());
  }

  private ExportLayout layout(Job job) {
    try {
      return json.readValue(job.layout(), ExportLayout.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the layout of " + job.id() + " is damaged", e);
    }
  }

  /** How rows are read: what the original's whole file showed of its columns goes first. */
  KartraSettings inherit(String jobId, KartraSettings own) {
    return Replay.of(files, jobId)
        .map(replay -> inherit(replay, plans.rules(replay.original()), own))
        .orElse(own);
  }

  private static KartraSettings inherit(Replay replay, MappingRules from, KartraSettings own) {
    Map<String, String> separators = new HashMap<>(own.separators());
    replay
        .columns()
        .forEach(
            name ->
                separators.put(
                    name, from.separators().getOrDefault(name, KartraSettings.NOT_SPLIT)));
    Map<String, dev.offramp.kartra.DateOrder> orders = new HashMap<>(own.dateOrders());
    orders.putAll(from.dateOrders());
    Set<String> names = new HashSet<>(own.wholeNames());
    names.addAll(from.wholeNames());
    return own.withFindings(separators, orders, names);
  }

  /** Where columns go: as in the original, but for what the plan names and for new columns. */
  MappingRules inherit(String jobId, MappingRules own, Plan plan, KartraSettings none) {
    Optional<Replay> replay = Replay.of(files, jobId);
    if (replay.isEmpty()) {
      return own;
    }
    MappingRules from = plans.rules(replay.get().original());
    Set<String> known = new HashSet<>(replay.get().columns());
    known.removeAll(plan.fields().keySet());
    Map<String, FieldRule> kept =
        from.fields().stream()
            .filter(rule -> known.contains(rule.column()))
            .collect(Collectors.toMap(FieldRule::column, rule -> rule, (a, b) -> a));
    List<FieldRule> rules = new ArrayList<>();
    for (FieldRule rule : own.fields()) {
      rules.add(kept.getOrDefault(rule.column(), rule));
    }
    KartraSettings read =
        inherit(
            replay.get(),
            from,
            none.withFindings(own.separators(), own.dateOrders(), own.wholeNames()));
    Map<String, String> separators = new HashMap<>(read.separators());
    separators.values().removeIf(KartraSettings.NOT_SPLIT::equals);
    return new MappingRules(
        own.destination(),
        own.longest(),
        rules,
        separators,
        own.lists(),
        read.dateOrders(),
        read.wholeNames());
  }

  /** What knows a job's replayed rows; nothing where it is an upload of its own. */
  Optional<ReplayRows> rows(String jobId) {
    return Replay.of(files, jobId)
        .map(
            replay ->
                new ReplayRows(
                    replay.place(),
                    replay.sample()
                        ? SampleFile.rows(files, replay.original())
                        : rejected(replay.original())));
  }

  private static int place(byte[] head) {
    List<String> header = new DialectSniffer().sniff(head).header();
    for (int index = 0; index < header.size(); index++) {
      if (ReplayColumns.source(header.get(index)).isPresent()) {
        return index;
      }
    }
    throw new IllegalStateException("a replay names no job");
  }

  private Set<Long> rejected(String jobId) {
    Set<Long> rejected = new HashSet<>();
    for (String folder : JobReporter.OUTCOME_FOLDERS) {
      for (String key : files.list(jobId, folder)) {
        files.readLines(key, RowOutcome.class).stream()
            .filter(row -> row.outcome() == Outcome.REJECTED)
            .forEach(row -> rejected.add(row.row()));
      }
    }
    return rejected;
  }
}
