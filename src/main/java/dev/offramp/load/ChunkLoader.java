package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Loads one chunk: exactly-once effect over at-least-once everything. Can be called again for a
 * chunk at any point where an earlier try ended; what is done stays done.
 */
final class ChunkLoader {
  /** Few, so that the calls to the destination find a lane. */
  private static final int LINK_LANES = 2;

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

  /**
   * A chunk that is loaded.
   *
   * @param counters how many of its rows ended where
   * @param trail with whom it had to do
   */
  record Loaded(Counters counters, Trail trail) {}

  /**
   * Loads the chunk to its end.
   *
   * @param ahead what was read of its people before its turn, if anything was
   * @param atItsEnd what may begin once few calls are left to make
   */
  Loaded load(ChunkContext context, Optional<Ahead> ahead, Runnable atItsEnd) {
    Ahead known = ahead.filter(a -> usable(a, context)).orElse(null);
    waitForOldCalls(context);
    List<PersonGroup> groups =
        known == null ? groups(files, context.job().id(), context.chunk().index()) : known.groups();
    Lanes used = context.policy().strict() ? Lanes.single() : lanes;
    RecordStage.Result records =
        new RecordStage(context, notes(context), crosswalk, used, known).run(groups);
    Map<String, PersonState> people = records.people();
    ConsentStage consent =
        new ConsentStage(context, used, EarlierConsent.of(context, crosswalk, groups, records));
    Map<String, ConsentOrder> orders = consent.prepare(groups, people);
    // The links need no permit; whoever has to wait for permits has time to write them.
    used.beside(
        () -> {
          consent.send();
          atItsEnd.run();
          new MembershipStage(context, used).run(groups, people);
          return people;
        },
        () -> link(context, used, links(context, groups, records, orders)));
    List<RowOutcome> outcomes = new Outcomes(context.book()).of(groups, people);
    files.writeLines(
        WorkFiles.chunkKey(context.job().id(), "outcomes", context.chunk().index()), outcomes);
    new CreationOrder(files).keep(context, groups, people);
    return new Loaded(count(outcomes), Trail.of(groups, people));
  }

  /** The people of a chunk as the mapper wrote them down. */
  static List<PersonGroup> groups(WorkFiles files, String jobId, int chunk) {
    return PersonGroup.of(
        files.readLines(WorkFiles.chunkKey(jobId, "operations", chunk), DesiredRecord.class));
  }

  /** What another loader began may have changed everything that was read before. */
  private static boolean usable(Ahead ahead, ChunkContext context) {
    return ahead.chunk() == context.chunk().index()
        && ahead.fence() == context.lease().fence()
        && context.previousFence() == 0;
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

  private static List<Crosswalk.Link> links(
      ChunkContext context,
      List<PersonGroup> groups,
      RecordStage.Result records,
      Map<String, ConsentOrder> orders) {
    List<Crosswalk.Link> links = new ArrayList<>();
    for (PersonGroup group : groups) {
      PersonState state = records.people().get(group.trace());
      String permitted = permitted(context, group);
      if (state.remoteId().isEmpty()) {
        continue;
      }
      ConsentOrder order = orders.get(group.trace());
      if (state.into().isEmpty()) {
        // Also of records that are left alone: a later row of the person must find them again.
        // While
        // the chunk stood still, another job may have recorded a permission: it stays known.
        SourceKeys.of(group.rows())
            .forEach(
                key ->
                    links.add(
                        link(context, group, state, key)
                            .saying(
                                order, key.equals(permitted) || records.links().permittedBy(key))));
      } else if (!permitted.isEmpty()) {
        // Who came with an earlier row has links; what is new is the permission.
        Crosswalk.Link origin = records.links().byKey(group);
        links.add(
            (origin == null ? link(context, group, state, permitted) : origin.under(permitted))
                .saying(order, true));
      }
    }
    return links;
  }

  /** The key of the address for which the chunk records a permission; empty where it does not. */
  private static String permitted(ChunkContext context, PersonGroup group) {
    LedgerLine intent = context.book().intent(Stage.CONSENT, group.trace());
    boolean permits = intent != null && ConsentStage.wanted(intent) == ConsentState.SUBSCRIBED;
    return permits ? SourceKeys.address(intent.key()) : "";
  }

  private void link(ChunkContext context, Lanes used, List<Crosswalk.Link> links) {
    used.run(
        Batches.into(links, LINK_LANES).stream().map(part -> put(context.job(), part)).toList());
  }

  private Supplier<Boolean> put(Job job, List<Crosswalk.Link> links) {
    return () -> {
      crosswalk.put(job.migration(), job.account(), links);
      return true;
    };
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
