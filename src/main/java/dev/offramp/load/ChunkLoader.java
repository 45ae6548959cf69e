package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Counters;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads one chunk: exactly-once effect over at-least-once everything. Can be called again for a
 * chunk at any point where an earlier try ended; what is done stays done.
 */
final class ChunkLoader {
  private final WorkFiles files;
  private final Crosswalk crosswalk;
  private final Lanes lanes;
  private final InstantSource clock;

  ChunkLoader(WorkFiles files, Crosswalk crosswalk, Lanes lanes, InstantSource clock) {
    this.files = files;
    this.crosswalk = crosswalk;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Loads the chunk to its end and says how many of its rows ended where. */
  Counters load(ChunkContext context) {
    List<DesiredRecord> rows =
        files.readLines(
            WorkFiles.chunkKey(context.job().id(), "operations", context.chunk().index()),
            DesiredRecord.class);
    waitForOldCalls(context);
    List<PersonGroup> groups = PersonGroup.of(rows);
    Lanes used = context.policy().strict() ? Lanes.single() : lanes;
    Map<String, PersonState> people =
        new RecordStage(context, notes(context), crosswalk, used).run(groups).people();
    new ConsentStage(context, used).run(groups, people);
    new MembershipStage(context, used).run(groups, people);
    link(context, groups, people);
    List<RowOutcome> outcomes = new Outcomes(context.book()).of(groups, people);
    files.writeLines(
        WorkFiles.chunkKey(context.job().id(), "outcomes", context.chunk().index()), outcomes);
    return count(outcomes);
  }

  private MergeNotes notes(ChunkContext context) {
    return new MergeNotes(files, context.job().id(), context.chunk().index());
  }

  /** Step 5: no call of a loader that was thought dead may land after the look-up. */
  private void waitForOldCalls(ChunkContext context) {
    boolean takenOver =
        context.previousFence() != 0
            && context.previousFence() != context.lease().fence()
            && context.book().hasUnsettled();
    if (!takenOver) {
      return;
    }
    Instant safe =
        context.lease().previousUntil().plus(context.destination().traits().callTimeout());
    Duration wait = Duration.between(clock.instant(), safe);
    if (!wait.isNegative() && !wait.isZero()) {
      context.pause().sleep(wait);
    }
  }

  private void link(
      ChunkContext context, List<PersonGroup> groups, Map<String, PersonState> people) {
    List<Crosswalk.Link> links = new ArrayList<>();
    for (PersonGroup group : groups) {
      PersonState state = people.get(group.trace());
      if (state.remoteId().isEmpty() || !state.into().isEmpty()) {
        continue;
      }
      // Also of records that are left alone: a later row of the person must find them again.
      SourceKeys.of(group.rows()).forEach(key -> links.add(link(context, group, state, key)));
    }
    crosswalk.put(context.job().migration(), context.job().account(), links);
  }

  private static Crosswalk.Link link(
      ChunkContext context, PersonGroup group, PersonState state, String key) {
    return new Crosswalk.Link(
        key,
        state.remoteId(),
        context.job().id(),
        group.first().row(),
        state.made(),
        Fingerprint.of(group.wanted()));
  }

  private static Counters count(List<RowOutcome> outcomes) {
    Counters counters = Counters.ZERO;
    for (Outcome outcome : Outcome.values()) {
      long rows = outcomes.stream().filter(row -> row.outcome() == outcome).count();
      counters = counters.plus(outcome, rows);
    }
    return counters;
  }
}
