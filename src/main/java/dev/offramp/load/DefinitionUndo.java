package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes away the definitions that a job made, where nothing else uses them. */
final class DefinitionUndo {
  private final Destination destination;
  private final ChunkBook book;
  private final UndoPolicy policy;
  private final UndoTally tally;

  DefinitionUndo(Destination destination, ChunkBook book, UndoPolicy policy, UndoTally tally) {
    this.destination = destination;
    this.book = book;
    this.policy = policy;
    this.tally = tally;
  }

  /** Takes the definitions back in the opposite order of their making. */
  void run(List<Definition> wanted) {
    Map<String, LedgerLine> intents = book.intents(Stage.DEFINITIONS);
    Map<String, LedgerLine> undone = book.undone(Stage.DEFINITIONS);
    List<DefinitionState> ours = new ArrayList<>();
    for (Definition definition : wanted) {
      LedgerLine intent = intents.get(Preparation.trace(definition));
      if (intent != null && !undone.containsKey(intent.trace())) {
        ours.add(0, made(definition, intent));
      }
    }
    if (policy.dryRun()) {
      tally.count(UndoTally.UNDEFINED, ours.size());
    } else if (!ours.isEmpty()) {
      undo(ours, intents);
    }
  }

  /** What we had made: the whole definition, or some options of somebody's. */
  private DefinitionState made(Definition definition, LedgerLine intent) {
    LedgerLine outcome = book.outcomes(Stage.DEFINITIONS).get(intent.trace());
    String id = outcome == null ? intent.target() : outcome.target();
    boolean existed = Boolean.parseBoolean(intent.prior().get("existed"));
    String options = intent.wanted().get("options");
    List<String> added =
        !existed || options.isEmpty() ? List.of() : List.of(options.split("\n", -1));
    return new DefinitionState(definition, id, added);
  }

  private void undo(List<DefinitionState> ours, Map<String, LedgerLine> intents) {
    Set<DefinitionState> gone = Set.copyOf(destination.undefine(ours));
    List<LedgerLine> lines = new ArrayList<>();
    for (DefinitionState state : ours) {
      boolean done = gone.contains(state);
      String id = state.exists() ? state.remoteId() : "";
      if (!done) {
        tally.leave(-1, id, state.definition().label(), "something else uses it");
      }
      lines.add(
          RecordStage.outcome(
              intents.get(Preparation.trace(state.definition())),
              done ? Verdict.APPLIED : Verdict.REFUSED,
              id,
              ""));
    }
    tally.count(UndoTally.UNDEFINED, gone.size());
    book.undo(Stage.DEFINITIONS, lines);
  }
}
