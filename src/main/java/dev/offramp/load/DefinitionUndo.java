package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

  /**
   * Takes the definitions back in the opposite order of their making; also those that an earlier
   * try left because something used them.
   *
   * @param wanted the job's definitions; asked for only where some are left to take back
   * @return those that were tried
   */
  Set<UndoSummary.About> run(Supplier<List<Definition>> wanted) {
    Map<String, LedgerLine> intents = new HashMap<>(book.intents(Stage.DEFINITIONS));
    book.undone(Stage.DEFINITIONS).values().stream()
        .filter(ConsentStage::took)
        .forEach(line -> intents.remove(line.trace()));
    if (intents.isEmpty()) {
      return Set.of();
    }
    List<DefinitionState> ours = new ArrayList<>();
    for (Definition definition : wanted.get()) {
      LedgerLine intent = intents.get(Preparation.trace(definition));
      if (intent != null) {
        ours.add(0, made(definition, intent));
      }
    }
    if (!ours.isEmpty()) {
      undo(ours, intents);
    }
    return ours.stream().map(DefinitionUndo::about).collect(Collectors.toSet());
  }

  private static UndoSummary.About about(DefinitionState state) {
    return new UndoSummary.About(-1, state.definition().label());
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

  private Set<DefinitionState> gone(List<DefinitionState> ours) {
    Set<DefinitionState> gone = new HashSet<>(destination.undefine(ours));
    List<DefinitionState> forced =
        ours.stream().filter(state -> !gone.contains(state) && forces(state)).toList();
    if (!forced.isEmpty()) {
      gone.addAll(destination.undefineUsed(forced));
    }
    return gone;
  }

  /**
   * Options that we added to somebody's field stay while they are used; so does the marker, by
   * which other jobs find their records.
   */
  private boolean forces(DefinitionState state) {
    Forced kind =
        switch (state.definition().kind()) {
          case LIST -> Forced.LISTS;
          case TAG -> Forced.TAGS;
          case FIELD ->
              state.definition().name().equals(destination.traits().tagField())
                  ? Forced.TAGS
                  : Forced.FIELDS;
        };
    boolean marker = state.definition().name().equals(destination.traits().markerField());
    return policy.forces(kind) && state.missingOptions().isEmpty() && !marker;
  }

  private void undo(List<DefinitionState> ours, Map<String, LedgerLine> intents) {
    Set<DefinitionState> gone = gone(ours);
    List<LedgerLine> lines = new ArrayList<>();
    for (DefinitionState state : ours) {
      boolean done = gone.contains(state);
      String id = state.exists() ? state.remoteId() : "";
      if (!done) {
        tally.leave(-1, id, about(state).what(), UndoTally.USED);
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
