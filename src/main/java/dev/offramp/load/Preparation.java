package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.job.Job;
import dev.offramp.job.Lease;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.LedgerEntry.Stage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the definitions that a job's records need, before the first record is written, and keeps in
 * the ledger which of them are ours.
 */
final class Preparation {
  private static final String PREPARED = "prepared.json";
  private static final String DEFINE = "define";

  private final Ledger ledger;
  private final WorkFiles files;
  private final InstantSource clock;
  private final Lanes lanes;

  Preparation(Ledger ledger, WorkFiles files, InstantSource clock, Lanes lanes) {
    this.lanes = lanes;
    this.ledger = ledger;
    this.files = files;
    this.clock = clock;
  }

  /** What an earlier call of {@link #prepare} found. */
  Optional<PreparedDefinitions> prepared(Job job) {
    return files.readDocument(WorkFiles.jobKey(job.id(), PREPARED), PreparedDefinitions.class);
  }

  /** Makes what is missing. Can be called again after it ended anywhere. */
  PreparedDefinitions prepare(Job job, Lease lease, Destination destination) {
    List<Definition> wanted = wanted(job, destination.traits());
    ChunkBook book =
        ChunkBook.open(ledger, clock, job.id(), LedgerEntry.PREPARATION, lease.fence());
    List<DefinitionState> states = destination.inspect(wanted);
    intend(book, states);
    Map<String, String> lists = new LinkedHashMap<>();
    for (DefinitionState done : defined(states, book, destination)) {
      if (done.definition().kind() == Definition.Kind.LIST) {
        lists.put(done.definition().name(), done.remoteId());
      }
    }
    PreparedDefinitions prepared =
        new PreparedDefinitions(lists, markerIsNew(book, destination.traits().markerField()));
    files.writeDocument(WorkFiles.jobKey(job.id(), PREPARED), prepared);
    return prepared;
  }

  /** The first alone: what it needs to hang on, such as a group, is there for the others then. */
  private List<DefinitionState> defined(
      List<DefinitionState> states, ChunkBook book, Destination destination) {
    List<Supplier<DefinitionState>> calls = new ArrayList<>();
    for (DefinitionState state : states) {
      calls.add(() -> define(state, book, destination));
    }
    List<DefinitionState> done = new ArrayList<>();
    int first = Math.min(1, calls.size());
    done.addAll(lanes.run(calls.subList(0, first)));
    done.addAll(lanes.run(calls.subList(first, calls.size())));
    return done;
  }

  private static DefinitionState define(
      DefinitionState state, ChunkBook book, Destination destination) {
    DefinitionState done = state.complete() ? state : destination.define(state);
    String trace = trace(state.definition());
    LedgerLine intent = book.intents(Stage.DEFINITIONS).get(trace);
    if (intent != null && !book.outcomes(Stage.DEFINITIONS).containsKey(trace)) {
      book.settle(
          Stage.DEFINITIONS,
          List.of(RecordStage.outcome(intent, Verdict.APPLIED, done.remoteId(), "")));
    }
    return done;
  }

  /** The definitions that the job's records use. */
  List<Definition> wanted(Job job, Traits traits) {
    List<Vocabulary> parts = new ArrayList<>();
    for (String key : files.list(job.id(), Vocabulary.FOLDER)) {
      parts.addAll(files.readLines(key, Vocabulary.class));
    }
    return Vocabulary.union(parts, traits.markerField(), traits.tagField());
  }

  /** Invariant 2, for definitions: what was missing is noted before it is made. */
  private static void intend(ChunkBook book, List<DefinitionState> states) {
    Map<String, LedgerLine> known = book.intents(Stage.DEFINITIONS);
    List<LedgerLine> intents = new ArrayList<>();
    for (DefinitionState state : states) {
      String trace = trace(state.definition());
      if (!state.complete() && !known.containsKey(trace)) {
        intents.add(
            new LedgerLine(
                trace,
                -1,
                DEFINE,
                state.definition().name(),
                "",
                state.exists() ? state.remoteId() : "",
                Map.of("options", String.join("\n", state.missingOptions())),
                Map.of("existed", Boolean.toString(state.exists())),
                "",
                ""));
      }
    }
    book.intend(Stage.DEFINITIONS, intents);
  }

  private static boolean markerIsNew(ChunkBook book, String markerField) {
    LedgerLine intent =
        book.intents(Stage.DEFINITIONS).get(Definition.Kind.FIELD + "/" + markerField);
    return intent != null && intent.prior().get("existed").equals("false");
  }

  /** Names a definition within its job. */
  static String trace(Definition definition) {
    return definition.kind() + "/" + definition.name();
  }
}
