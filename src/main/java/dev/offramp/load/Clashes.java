package dev.offramp.load;

import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Creates that met an existing record: an earlier try of ours made it, another row of ours did, or
 * somebody else had it, under an address or marker that the first read did not find. Then it is an
 * update, with an intent and a before-image of its own: "exists" is not "created by us" (invariant
 * 3).
 */
final class Clashes {
  /** Said of a clash with a record that is not ours, where nothing is left to do. */
  private static final String NOT_OURS = "exists, and is to stay as it is";

  private final ChunkContext context;
  private final ChunkBook book;
  private final RecordReader reader;
  private final RecordPlanner planner;
  private final Function<List<PersonGroup>, PersonLinks> linked;

  /**
   * Takes what the stage of records has.
   *
   * @param linked reads the links of people
   */
  Clashes(
      ChunkContext context,
      RecordReader reader,
      RecordPlanner planner,
      Function<List<PersonGroup>, PersonLinks> linked) {
    this.context = context;
    this.book = context.book();
    this.reader = reader;
    this.planner = planner;
    this.linked = linked;
  }

  /** Writes the intents that come of clashes, and notes in {@code people} who was found. */
  void resolve(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> outcomes = book.outcomes(Stage.RECORDS);
    List<PersonGroup> clashing =
        groups.stream()
            .filter(g -> RecordStage.is(outcomes.get(g.trace()), Verdict.CONFLICT))
            .filter(g -> !outcomes.containsKey(RecordStage.again(g.trace())))
            .toList();
    if (clashing.isEmpty()) {
      return;
    }
    Map<String, RemoteRecord> there = readInTheEnd(clashing, outcomes);
    PersonLinks links = linked.apply(clashing);
    List<LedgerLine> intents = new ArrayList<>();
    List<LedgerLine> left = new ArrayList<>();
    Map<String, LedgerLine> ours = new LinkedHashMap<>();
    for (PersonGroup group : clashing) {
      RemoteRecord prior = there.get(group.trace());
      if (prior == null) {
        continue; // Nobody can say what it clashed with: the refusal stands, as a reject.
      }
      Crosswalk.Link link = links.of(group, prior);
      if (prior.marker().equals(group.wanted().marker()) && !links.broughtElsewhere(group, link)) {
        ours.put(prior.remoteId(), retraced(planner.create(group)));
      } else {
        Optional<LedgerLine> change = adopt(group, prior, links, people);
        LedgerLine create = book.intent(Stage.RECORDS, group.trace());
        change.ifPresentOrElse(intents::add, () -> left.add(left(create, prior)));
      }
    }
    settleOurs(ours);
    book.settle(Stage.RECORDS, left);
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    intents.removeIf(line -> known.containsKey(line.trace()));
    book.intend(Stage.RECORDS, intents);
  }

  /**
   * Whether a create met a record, and the loader ended before it asked which: it may be what an
   * earlier try of ours made, and has our marker then (invariant 3). Once it has asked, the ledger
   * says whose the record is: our marker may be what some row wrote into somebody else's (invariant
   * 5).
   */
  static boolean open(ChunkBook book, LedgerLine intent) {
    LedgerLine outcome = book.outcome(Stage.RECORDS, intent.trace());
    return intent.kind().equals(RecordPlanner.CREATE)
        && RecordStage.is(outcome, Verdict.CONFLICT)
        && !outcome.message().equals(NOT_OURS)
        && book.intent(Stage.RECORDS, RecordStage.again(intent.trace())) == null;
  }

  private static LedgerLine left(LedgerLine create, RemoteRecord prior) {
    return RecordStage.outcome(create, Verdict.CONFLICT, prior.remoteId(), NOT_OURS);
  }

  /** The intent to change whom a create met; none where there is nothing to change. */
  private Optional<LedgerLine> adopt(
      PersonGroup group, RemoteRecord prior, PersonLinks links, Map<String, PersonState> people) {
    Crosswalk.Link link = links.of(group, prior);
    boolean ours = link != null && link.created();
    if (planner.leaves(ours)) {
      people.put(group.trace(), PersonState.leftAlone(prior.remoteId()));
      return Optional.empty();
    }
    String into = links.into(group, link);
    people.put(group.trace(), PersonState.known(prior.remoteId(), into));
    if (!into.isEmpty()) {
      links.put(links.aliases(group, link, prior.remoteId()));
    }
    return planner.update(group, prior, ours, into).map(Clashes::retraced);
  }

  /**
   * Nobody had the marker when the create was intended: so an earlier try of it made the record,
   * and a rollback has to take it away.
   */
  private void settleOurs(Map<String, LedgerLine> ours) {
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    book.intend(
        Stage.RECORDS,
        ours.values().stream().filter(line -> !known.containsKey(line.trace())).toList());
    List<LedgerLine> made = new ArrayList<>();
    ours.forEach((id, line) -> made.add(RecordStage.outcome(line, Verdict.APPLIED, id, "")));
    book.settle(Stage.RECORDS, made);
  }

  private Map<String, RemoteRecord> readInTheEnd(
      List<PersonGroup> clashing, Map<String, LedgerLine> outcomes) {
    Map<String, RemoteRecord> there = read(clashing, outcomes);
    Duration lag = context.destination().traits().visibleAfter();
    if (there.size() < clashing.size() && !lag.isZero()) {
      context.pause().sleep(lag); // What it clashed with may be too new for the search.
      return read(clashing, outcomes);
    }
    return there;
  }

  private Map<String, RemoteRecord> read(
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

  private static LedgerLine retraced(LedgerLine line) {
    return new LedgerLine(
        RecordStage.again(line.trace()),
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
}
