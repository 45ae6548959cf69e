package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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

  /** Runs over the definitions in the opposite order of their making. */
  void run(List<Definition> wanted) {
    Map<String, LedgerLine> intents = book.intents(Stage.DEFINITIONS);
    Map<String, LedgerLine> undone = book.undone(Stage.DEFINITIONS);
    List<Definition> backwards = new ArrayList<>(wanted);
    Collections.reverse(backwards);
    for (Definition definition : backwards) {
      LedgerLine intent = intents.get(Preparation.trace(definition));
      if (intent != null && !undone.containsKey(intent.trace())) {
        undo(definition, intent);
      }
    }
  }

  private void undo(Definition definition, LedgerLine intent) {
    if (policy.dryRun()) {
      tally.count(UndoTally.UNDEFINED, 1);
      return;
    }
    LedgerLine outcome = book.outcomes(Stage.DEFINITIONS).get(intent.trace());
    String id = outcome == null ? intent.target() : outcome.target();
    boolean existed = Boolean.parseBoolean(intent.prior().get("existed"));
    String options = intent.wanted().get("options");
    List<String> ours =
        !existed || options.isEmpty() ? List.of() : List.of(options.split("\n", -1));
    boolean gone = destination.undefine(new DefinitionState(definition, id, ours));
    if (gone) {
      tally.count(UndoTally.UNDEFINED, 1);
    } else {
      tally.leave(-1, id, definition.label(), "something else uses it");
    }
    book.undo(
        Stage.DEFINITIONS,
        List.of(
            RecordStage.outcome(
                intent, gone ? Verdict.APPLIED : Verdict.REFUSED, id == null ? "" : id, "")));
  }
}
