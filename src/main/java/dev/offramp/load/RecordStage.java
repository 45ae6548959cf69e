package dev.offramp.load;

import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Steps 2 to 6 of the protocol for the records of a chunk: look up what is unknown, read, intend,
 * call, settle.
 */
final class RecordStage {
  /** How often a change whose outcome stays unknown is sent before the chunk is left for later. */
  private static final int MOST_TRIES = 6;

  private static final Set<String> NO_FIELDS = Set.of();
  private static final String LEFT_OUT =
      "the destination took the row several times and left it out of its answer without a word";

  private final ChunkContext context;
  private final Crosswalk crosswalk;
  private final Lanes lanes;
  private final Pause pause;
  private final Destination destination;
  private final Traits traits;
  private final ChunkBook book;
  private final Replies replies;
  private final RecordPlanner planner;

  /** How often a row was left out of an answer, by trace. */
  private final Map<String, Integer> silences = new ConcurrentHashMap<>();

  RecordStage(ChunkContext context, Crosswalk crosswalk, Lanes lanes) {
    this.context = context;
    this.crosswalk = crosswalk;
    this.lanes = lanes;
    this.pause = context.pause();
    this.destination = context.destination();
    this.traits = destination.traits();
    this.book = context.book();
    this.replies = new Replies(destination, book, pause);
    this.planner = new RecordPlanner(traits, context.policy().existing());
  }

  /** What the stage found out about the people of the chunk, by trace. */
  record Result(Map<String, PersonState> people) {}

  /** Runs the stage to its end: afterwards every intent has an outcome. */
  Result run(List<PersonGroup> groups) {
    settleInherited();
    Map<String, PersonState> people = new HashMap<>();
    intendMissing(groups, people);
    sendUnsettled();
    resolveConflicts(groups, people);
    for (PersonGroup group : groups) {
      people.compute(group.trace(), (trace, known) -> PersonState.afterwards(known, book, trace));
    }
    return new Result(people);
  }

  /** Step 2: an intent of a loader that is gone is looked up, never blindly sent (invariant 3). */
  private void settleInherited() {
    Map<String, LedgerLine> tickets = book.tickets(Stage.RECORDS, false);
    List<LedgerLine> doubtful =
        book.unsettled(Stage.RECORDS).stream()
            .filter(line -> line.kind().equals(RecordPlanner.CREATE))
            .filter(line -> book.inherited(Stage.RECORDS, line.trace()))
            .filter(line -> !tickets.containsKey(line.trace()))
            .toList();
    settleFoundInTheEnd(doubtful, Duration.ZERO);
  }

  /**
   * Looks creates up, and again once a first call cannot land unseen any more where nothing else
   * would stop a second record.
   *
   * @param landing how long a call may still take to land
   * @return those that are certainly not there
   */
  private List<LedgerLine> settleFoundInTheEnd(List<LedgerLine> creates, Duration landing) {
    List<LedgerLine> missing = settleFound(creates);
    Duration wait = landing.plus(traits.visibleAfter());
    if (missing.isEmpty() || traits.markerIsUnique() || wait.isZero()) {
      return missing;
    }
    pause.sleep(wait);
    return settleFound(missing);
  }

  /** Looks creates up by marker, settles those that are there, and returns the others. */
  private List<LedgerLine> settleFound(List<LedgerLine> creates) {
    List<LedgerLine> missing = new ArrayList<>();
    List<LedgerLine> found = new ArrayList<>();
    Map<String, RemoteRecord> records =
        read(
            creates.stream()
                .map(line -> new Lookup(line.trace(), null, line.marker(), "", true))
                .toList(),
            NO_FIELDS);
    for (LedgerLine line : creates) {
      RemoteRecord record = records.get(line.trace());
      if (record == null) {
        missing.add(line);
      } else {
        found.add(outcome(line, Verdict.APPLIED, record.remoteId(), ""));
      }
    }
    book.settle(Stage.RECORDS, found);
    return missing;
  }

  /** Steps 3 and 4, for the people that have no intent yet. */
  private void intendMissing(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    List<PersonGroup> open =
        groups.stream().filter(group -> !known.containsKey(group.trace())).toList();
    if (open.isEmpty()) {
      return;
    }
    Map<String, Crosswalk.Link> links = links(open);
    Map<String, RemoteRecord> priors = readPriors(open, links);
    List<LedgerLine> intents = new ArrayList<>();
    for (PersonGroup group : open) {
      RemoteRecord prior = priors.get(group.trace());
      if (prior == null) {
        intents.add(planner.create(group));
        continue;
      }
      Crosswalk.Link link = linkOf(group, links, prior);
      boolean ours = link != null && link.created();
      if (planner.leaves(ours)) {
        people.put(group.trace(), PersonState.leftAlone(prior.remoteId()));
        continue;
      }
      String into = into(group, link);
      people.put(group.trace(), PersonState.known(prior.remoteId(), into));
      planner.update(group, prior, ours, into).ifPresent(intents::add);
    }
    book.intend(Stage.RECORDS, intents);
  }

  /** The row that a link names, unless it is the group's own from an earlier try. */
  private String into(PersonGroup group, Crosswalk.Link link) {
    if (link == null) {
      return "";
    }
    boolean own = link.jobId().equals(context.job().id()) && link.row() == group.first().row();
    return own ? "" : link.jobId() + "/" + link.row();
  }

  private Map<String, Crosswalk.Link> links(List<PersonGroup> groups) {
    List<String> keys =
        groups.stream().flatMap(g -> g.rows().stream()).map(r -> r.sourceKey()).distinct().toList();
    return crosswalk.find(context.job().migration(), context.job().account(), keys);
  }

  /** A link of the person; one of the record's own marker where the row has another key. */
  private Crosswalk.Link linkOf(
      PersonGroup group, Map<String, Crosswalk.Link> links, RemoteRecord prior) {
    for (var row : group.rows()) {
      Crosswalk.Link link = links.get(row.sourceKey());
      if (link != null) {
        return link;
      }
    }
    if (prior.marker().isEmpty()) {
      return null;
    }
    String key = "id:" + prior.marker();
    return crosswalk
        .find(context.job().migration(), context.job().account(), List.of(key))
        .get(key);
  }

  private Map<String, RemoteRecord> readPriors(
      List<PersonGroup> groups, Map<String, Crosswalk.Link> links) {
    Set<String> fields = planner.fieldsOf(groups);
    List<Lookup> first = new ArrayList<>();
    for (PersonGroup group : groups) {
      Crosswalk.Link link = linkByKey(group, links);
      first.add(
          new Lookup(
              group.trace(),
              link == null ? null : link.remoteId(),
              group.wanted().marker(),
              group.wanted().email(),
              false));
    }
    Map<String, RemoteRecord> found = read(first, fields);
    if (!context.definitions().markerIsNew()) {
      // An earlier migration may have marked people who have another address by now.
      List<Lookup> second =
          first.stream()
              .filter(lookup -> !found.containsKey(lookup.traceId()))
              .map(l -> new Lookup(l.traceId(), null, l.marker(), "", true))
              .toList();
      found.putAll(read(second, fields));
    }
    return found;
  }

  private static Crosswalk.Link linkByKey(PersonGroup group, Map<String, Crosswalk.Link> links) {
    return group.rows().stream()
        .map(row -> links.get(row.sourceKey()))
        .filter(link -> link != null)
        .findFirst()
        .orElse(null);
  }

  private Map<String, RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    List<Supplier<List<RemoteRecord>>> calls = new ArrayList<>();
    for (List<Lookup> batch : Batches.of(lookups, traits.readBatch())) {
      calls.add(() -> destination.read(batch, fields));
    }
    Map<String, RemoteRecord> found = new HashMap<>();
    for (List<RemoteRecord> records : lanes.run(calls)) {
      records.forEach(record -> found.put(record.traceId(), record));
    }
    return found;
  }

  /** Step 5: everything that is intended and has no outcome. */
  private void sendUnsettled() {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      List<LedgerLine> open = book.unsettled(Stage.RECORDS);
      if (attempt > 0) {
        open = stillOpen(open);
      }
      if (open.isEmpty()) {
        return;
      }
      sendAll(open);
    }
    rejectLeftOut();
    if (!book.unsettled(Stage.RECORDS).isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer", null);
    }
  }

  /**
   * Rows that the destination left out of every answer, and that are not there: whoever answers is
   * there, so these would hold up everybody else for ever.
   */
  private void rejectLeftOut() {
    List<LedgerLine> leftOut =
        stillOpen(book.unsettled(Stage.RECORDS)).stream()
            .filter(line -> silences.getOrDefault(line.trace(), 0) >= MOST_TRIES)
            .toList();
    Map<String, RemoteRecord> there = readUpdated(leftOut);
    List<LedgerLine> outcomes = new ArrayList<>();
    for (LedgerLine line : leftOut) {
      RemoteRecord now = there.get(line.trace());
      outcomes.add(
          now != null && holds(now, line)
              ? outcome(line, Verdict.APPLIED, now.remoteId(), "")
              : outcome(line, Verdict.REFUSED, line.target(), LEFT_OUT));
    }
    book.settle(Stage.RECORDS, outcomes);
  }

  private Map<String, RemoteRecord> readUpdated(List<LedgerLine> lines) {
    Set<String> fields = new LinkedHashSet<>();
    List<Lookup> lookups = new ArrayList<>();
    for (LedgerLine line : lines) {
      if (line.kind().equals(RecordPlanner.UPDATE)) {
        fields.addAll(line.wanted().keySet());
        lookups.add(new Lookup(line.trace(), line.target(), line.marker(), "", false));
      }
    }
    fields.remove(traits.markerField());
    return read(lookups, fields);
  }

  private boolean holds(RemoteRecord now, LedgerLine line) {
    return line.wanted().entrySet().stream()
        .allMatch(
            field ->
                field.getKey().equals(traits.markerField())
                    ? now.marker().equals(field.getValue())
                    : now.field(field.getKey()).equals(field.getValue()));
  }

  /** What has to be sent again after a try that left something unknown. */
  private List<LedgerLine> stillOpen(List<LedgerLine> open) {
    List<LedgerLine> creates =
        open.stream().filter(line -> line.kind().equals(RecordPlanner.CREATE)).toList();
    List<LedgerLine> again = new ArrayList<>(settleFoundInTheEnd(creates, traits.callTimeout()));
    open.stream().filter(line -> line.kind().equals(RecordPlanner.UPDATE)).forEach(again::add);
    return again;
  }

  private void sendAll(List<LedgerLine> open) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    for (String kind : List.of(RecordPlanner.CREATE, RecordPlanner.UPDATE)) {
      List<LedgerLine> lines = open.stream().filter(line -> line.kind().equals(kind)).toList();
      for (List<LedgerLine> batch : Batches.of(lines, traits.writeBatch())) {
        calls.add(
            () -> {
              send(batch);
              return true;
            });
      }
    }
    lanes.run(calls);
  }

  private void send(List<LedgerLine> batch) {
    boolean create = batch.get(0).kind().equals(RecordPlanner.CREATE);
    List<Draft> drafts =
        batch.stream()
            .map(l -> new Draft(l.trace(), create ? null : l.target(), l.wanted()))
            .toList();
    Map<String, RowAnswer> answers;
    try {
      answers =
          replies.answers(
              Stage.RECORDS,
              false,
              batch,
              () -> create ? destination.create(drafts) : destination.update(drafts));
    } catch (BatchRefusedException e) {
      refused(batch, e);
      return;
    } catch (UnknownOutcomeException e) {
      return; // Stays unsettled; looked up before it is sent again.
    }
    List<LedgerLine> outcomes = new ArrayList<>();
    for (LedgerLine line : batch) {
      RowAnswer answer = Replies.of(answers, line.trace());
      if (answer.verdict() == Verdict.UNKNOWN) {
        silences.merge(line.trace(), 1, Integer::sum);
      }
      if (answer.verdict() != Verdict.UNKNOWN) {
        String id = answer.remoteId() == null ? line.target() : answer.remoteId();
        outcomes.add(outcome(line, answer.verdict(), id, answer.message()));
      }
    }
    book.settle(Stage.RECORDS, outcomes);
  }

  /** A batch that is refused whole because of one row is halved until the row stands alone. */
  private void refused(List<LedgerLine> batch, BatchRefusedException refusal) {
    if (batch.size() == 1) {
      book.settle(
          Stage.RECORDS, List.of(outcome(batch.get(0), Verdict.REFUSED, "", refusal.getMessage())));
      return;
    }
    send(batch.subList(0, batch.size() / 2));
    send(batch.subList(batch.size() / 2, batch.size()));
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
    Map<String, LedgerLine> known = book.intents(Stage.RECORDS);
    List<LedgerLine> intents = new ArrayList<>();
    for (PersonGroup group : clashing) {
      RemoteRecord prior = there.get(group.trace());
      if (prior == null) {
        continue; // Nobody can say what it clashed with: the refusal stands, as a reject.
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
    book.intend(Stage.RECORDS, intents);
    sendUnsettled();
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
    there.putAll(read(byMarker, fields));
    byMail.removeIf(lookup -> there.containsKey(lookup.traceId()));
    there.putAll(read(byMail, fields));
    byId.removeIf(lookup -> there.containsKey(lookup.traceId()));
    there.putAll(read(byId, fields));
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
