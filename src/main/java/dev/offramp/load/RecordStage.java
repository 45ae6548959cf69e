package dev.offramp.load;

import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.job.LostValue;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps 2 to 6 of the protocol for the records of a chunk: look up what is unknown, read, intend,
 * call, settle.
 */
final class RecordStage {
  private final MergeNotes notes;
  private final Ahead ahead;
  private final Traits traits;
  private final ChunkBook book;
  private final RecordReader reader;
  private final PriorReader priorReader;
  private final RecordSender sender;
  private final RecordPlanner planner;
  private final LookBack back;
  private final Clashes clashes;

  /**
   * Takes its collaborators.
   *
   * @param ahead what was read before this chunk's turn; null for nothing
   */
  RecordStage(
      ChunkContext context, MergeNotes notes, Crosswalk crosswalk, Lanes lanes, Ahead ahead) {
    this.notes = notes;
    this.ahead = ahead;
    this.traits = context.destination().traits();
    this.book = context.book();
    this.reader = new RecordReader(context.destination(), lanes);
    this.back = new LookBack(context, reader);
    this.sender = new RecordSender(context, lanes, back);
    this.planner = new RecordPlanner(traits, context.policy().existing());
    this.clashes = new Clashes(context, reader, planner, this::links);
    this.priorReader = new PriorReader(crosswalk, context, reader, planner);
  }

  /**
   * What the stage found out about the people of the chunk.
   *
   * @param people by trace
   * @param links what the crosswalk and other jobs' ledgers said of them
   */
  record Result(Map<String, PersonState> people, PersonLinks links) {}

  /** Runs the stage to its end: afterwards every intent has an outcome. */
  Result run(List<PersonGroup> groups) {
    settleInherited(groups);
    Map<String, PersonState> people = new HashMap<>();
    Optional<Priors> read = intendMissing(groups, people);
    sender.sendUnsettled();
    clashes.resolve(groups, people);
    sender.sendUnsettled();
    for (PersonGroup group : groups) {
      people.compute(group.trace(), (trace, known) -> PersonState.afterwards(known, book, trace));
    }
    return new Result(people, links(groups, read));
  }

  /** Those that were read first still stand, but for people who clashed with somebody. */
  private PersonLinks links(List<PersonGroup> groups, Optional<Priors> read) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<PersonGroup> rest =
        groups.stream()
            .filter(
                group ->
                    read.filter(priors -> priors.traces().contains(group.trace())).isEmpty()
                        || is(outcomes.get(group.trace()), Verdict.CONFLICT))
            .toList();
    return read.map(priors -> rest.isEmpty() ? priors.links() : priors.links().and(links(rest)))
        .orElseGet(() -> links(groups));
  }

  private PersonLinks links(List<PersonGroup> groups) {
    return priorReader.links(groups);
  }

  /**
   * Step 2: an intent of a loader that is gone is looked up, never blindly sent (invariant 3). A
   * batch is sent before the next one is looked up, so that a small budget gets on as well.
   */
  private void settleInherited(List<PersonGroup> groups) {
    for (List<LedgerLine> creates : parts(back.inherited(RecordPlanner.CREATE))) {
      sender.sendFirst(missing(creates, groups));
    }
    for (List<LedgerLine> updates : parts(back.inherited(RecordPlanner.UPDATE))) {
      sender.sendFirst(back.undone(updates));
    }
  }

  /** All at once where each look has to wait for a search that lags. */
  private List<List<LedgerLine>> parts(List<LedgerLine> lines) {
    boolean waits = !traits.markerIsUnique() && !traits.visibleAfter().isZero();
    int most = Math.min(traits.readBatch(), traits.writeBatch());
    return Batches.of(lines, waits ? Math.max(1, lines.size()) : most);
  }

  /** Those creates that nobody has made. */
  private List<LedgerLine> missing(List<LedgerLine> creates, List<PersonGroup> groups) {
    Map<String, LedgerLine> doubtful = new HashMap<>();
    creates.forEach(line -> doubtful.put(line.trace(), line));
    List<PersonGroup> people =
        groups.stream().filter(group -> doubtful.containsKey(group.trace())).toList();
    PersonLinks links = links(people);
    List<LedgerLine> rest = new ArrayList<>(creates);
    rest.removeAll(settleBroughtElsewhere(people, doubtful, links));
    Set<String> missing = new HashSet<>();
    back.missing(rest, Duration.ZERO).forEach(line -> missing.add(line.trace()));
    settleFoundElsewhere(
        people.stream().filter(group -> missing.contains(group.trace())).toList(), doubtful, links);
    Map<String, LedgerLine> settled = book.outcomes(Stage.RECORDS);
    return creates.stream().filter(line -> !settled.containsKey(line.trace())).toList();
  }

  /** While the chunk stood still, another job may have brought the person. */
  private List<LedgerLine> settleBroughtElsewhere(
      List<PersonGroup> people, Map<String, LedgerLine> doubtful, PersonLinks links) {
    List<LedgerLine> lines = new ArrayList<>();
    List<LedgerLine> outcomes = new ArrayList<>();
    for (PersonGroup group : people) {
      Crosswalk.Link link = links.byKey(group);
      if (links.broughtElsewhere(group, link)) {
        LedgerLine line = doubtful.get(group.trace());
        lines.add(line);
        outcomes.add(outcome(line, Verdict.CONFLICT, link.remoteId(), "exists"));
      }
    }
    book.settle(Stage.RECORDS, outcomes);
    return lines;
  }

  /** Whoever has a record by now, under whatever marker, is not made a second one. */
  private void settleFoundElsewhere(
      List<PersonGroup> missing, Map<String, LedgerLine> doubtful, PersonLinks links) {
    if (missing.isEmpty()) {
      return;
    }
    List<LedgerLine> outcomes = new ArrayList<>();
    priorReader
        .records(missing, links)
        .forEach(
            (trace, record) ->
                outcomes.add(
                    outcome(doubtful.get(trace), Verdict.CONFLICT, record.remoteId(), "exists")));
    book.settle(Stage.RECORDS, outcomes);
  }

  /** Steps 3 and 4, for the people that have no intent yet. */
  private Optional<Priors> intendMissing(
      List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    List<PersonGroup> open =
        groups.stream().filter(group -> !known.containsKey(group.trace())).toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Priors priors = priors(open, known.isEmpty());
    PersonLinks links = priors.links();
    List<LedgerLine> intents = new ArrayList<>();
    List<LostValue> lost = new ArrayList<>();
    List<Crosswalk.Link> aliases = new ArrayList<>();
    for (PersonGroup group : open) {
      RemoteRecord prior = priors.records().get(group.trace());
      if (prior == null) {
        intents.add(planner.create(group));
        continue;
      }
      Crosswalk.Link link = links.of(group, prior);
      boolean ours = link != null && link.created();
      if (planner.leaves(ours)) {
        people.put(group.trace(), PersonState.leftAlone(prior.remoteId()));
        continue;
      }
      String into = links.into(group, link);
      people.put(group.trace(), PersonState.known(prior.remoteId(), into));
      planner.update(group, prior, ours, into).ifPresent(intents::add);
      if (!into.isEmpty()) {
        lost.addAll(planner.lost(group, prior, ours, into));
        aliases.addAll(links.aliases(group, link, prior.remoteId()));
      }
    }
    notes.keep(open, lost, !known.isEmpty());
    links.put(aliases);
    book.intend(Stage.RECORDS, intents);
    return Optional.of(priors);
  }

  /** What was read ahead still stands, but for people with whom something was done since. */
  private Priors priors(List<PersonGroup> open, boolean first) {
    if (!first || ahead == null) {
      return priorReader.read(open);
    }
    return ahead
        .priors()
        .and(priorReader.read(open.stream().filter(group -> !ahead.stillKnows(group)).toList()));
  }

  static String again(String trace) {
    return trace + "+";
  }

  static boolean is(LedgerLine line, Verdict verdict) {
    return line != null && line.status().equals(verdict.name());
  }

  /** A line about an intent; without a verdict as long as nobody knows what came of it. */
  static LedgerLine outcome(LedgerLine intent, Verdict verdict, String target, String message) {
    return new LedgerLine(
        intent.trace(),
        intent.row(),
        intent.kind(),
        intent.key(),
        intent.marker(),
        target,
        Map.of(),
        Map.of(),
        verdict == null ? "" : verdict.name(),
        message);
  }
}
