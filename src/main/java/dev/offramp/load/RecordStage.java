package dev.offramp.load;

import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.job.LostValue;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps 2 to 6 of the protocol for the records of a chunk: look up what is unknown, read, intend,
 * call, settle.
 */
final class RecordStage {
  private final ChunkContext context;
  private final MergeNotes notes;
  private final Ahead ahead;
  private final ChunkBook book;
  private final RecordReader reader;
  private final PriorReader priorReader;
  private final RecordSender sender;
  private final RecordPlanner planner;

  /**
   * Takes its collaborators.
   *
   * @param ahead what was read before this chunk's turn; null for nothing
   */
  RecordStage(
      ChunkContext context, MergeNotes notes, Crosswalk crosswalk, Lanes lanes, Ahead ahead) {
    this.context = context;
    this.notes = notes;
    this.ahead = ahead;
    this.book = context.book();
    this.reader = new RecordReader(context.destination(), lanes);
    this.sender = new RecordSender(context, lanes, reader);
    this.planner = new RecordPlanner(context.destination().traits(), context.policy().existing());
    this.priorReader =
        new PriorReader(
            crosswalk, context.job(), reader, planner, context.definitions().markerIsNew());
  }

  /** What the stage found out about the people of the chunk, by trace. */
  record Result(Map<String, PersonState> people) {}

  /** Runs the stage to its end: afterwards every intent has an outcome. */
  Result run(List<PersonGroup> groups) {
    sender.settleInherited();
    Map<String, PersonState> people = new HashMap<>();
    intendMissing(groups, people);
    sender.sendUnsettled();
    resolveConflicts(groups, people);
    for (PersonGroup group : groups) {
      people.compute(group.trace(), (trace, known) -> PersonState.afterwards(known, book, trace));
    }
    return new Result(people);
  }

  /** Steps 3 and 4, for the people that have no intent yet. */
  private void intendMissing(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    List<PersonGroup> open =
        groups.stream().filter(group -> !known.containsKey(group.trace())).toList();
    if (open.isEmpty()) {
      return;
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

  /**
   * A create that met an existing record: either an earlier try of ours made it, or somebody else
   * had it, under an address or marker that the first read did not find. Then it is an update, with
   * an intent and a before-image of its own: "exists" is not "created by us" (invariant 3).
   */
  private void resolveConflicts(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<PersonGroup> clashing =
        groups.stream()
            .filter(g -> is(outcomes.get(g.trace()), Verdict.CONFLICT))
            .filter(g -> !outcomes.containsKey(again(g.trace())))
            .toList();
    if (clashing.isEmpty()) {
      return;
    }
    Map<String, RemoteRecord> there = readClashing(clashing, outcomes);
    Duration lag = context.destination().traits().visibleAfter();
    if (there.size() < clashing.size() && !lag.isZero()) {
      context.pause().sleep(lag); // What it clashed with may be too new for the search.
      there = readClashing(clashing, outcomes);
    }
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    List<LedgerLine> intents = new ArrayList<>();
    Map<String, LedgerLine> ours = new LinkedHashMap<>();
    for (PersonGroup group : clashing) {
      RemoteRecord prior = there.get(group.trace());
      if (prior == null) {
        continue; // Nobody can say what it clashed with: the refusal stands, as a reject.
      }
      if (prior.marker().equals(group.wanted().marker())) {
        ours.put(prior.remoteId(), retraced(planner.create(group)));
        continue;
      }
      if (planner.leaves(false)) {
        people.put(group.trace(), PersonState.leftAlone(prior.remoteId()));
        continue;
      }
      people.put(group.trace(), PersonState.known(prior.remoteId(), ""));
      if (!known.containsKey(again(group.trace()))) {
        planner.update(group, prior, false, "").map(RecordStage::retraced).ifPresent(intents::add);
      }
    }
    settleOurs(ours, known);
    book.intend(Stage.RECORDS, intents);
    sender.sendUnsettled();
  }

  /**
   * Nobody had the marker when the create was intended: so an earlier try of it made the record,
   * and a rollback has to take it away.
   */
  private void settleOurs(Map<String, LedgerLine> ours, Map<String, LedgerLine> known) {
    book.intend(
        Stage.RECORDS,
        ours.values().stream().filter(line -> !known.containsKey(line.trace())).toList());
    List<LedgerLine> made = new ArrayList<>();
    ours.forEach((id, line) -> made.add(outcome(line, Verdict.APPLIED, id, "")));
    book.settle(Stage.RECORDS, made);
  }

  private Map<String, RemoteRecord> readClashing(
      List<PersonGroup> clashing, Map<String, LedgerLine> outcomes) {
    Set<String> fields = planner.fieldsOf(clashing);
    Map<String, RemoteRecord> there = new LinkedHashMap<>();
    List<Lookup> byId = new ArrayList<>();
    List<Lookup> byMail = new ArrayList<>();
    List<Lookup> byMarker = new ArrayList<>();
    for (PersonGroup group : clashing) {
      String id = outcomes.get(group.trace()).target();
      String marker = group.wanted().marker();
      if (!id.isEmpty()) {
        byId.add(new Lookup(group.trace(), id, marker, group.wanted().email(), false));
      }
      byMail.add(new Lookup(group.trace(), null, marker, group.wanted().email(), false));
      byMarker.add(new Lookup(group.trace(), null, marker, "", true));
    }
    there.putAll(reader.read(byMarker, fields));
    byMail.removeIf(lookup -> there.containsKey(lookup.traceId()));
    there.putAll(reader.read(byMail, fields));
    byId.removeIf(lookup -> there.containsKey(lookup.traceId()));
    there.putAll(reader.read(byId, fields));
    return there;
  }

  static String again(String trace) {
    return trace + "+";
  }

  private static LedgerLine retraced(LedgerLine line) {
    return new LedgerLine(
        again(line.trace()),
        line.row(),
        line.kind(),
        line.key(),
        line.marker(),
        line.target(),
        line.wanted(),
        line.prior(),
        "",
        line.message());
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
