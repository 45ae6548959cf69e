package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives every row of a chunk its one outcome (invariant 1). */
final class Outcomes {
  private static final String REFUSED = "OFF-2501";
  private final Set<Long> touchedRows = new HashSet<>();

  Outcomes(ChunkBook book) {
    for (Stage stage : List.of(Stage.CONSENT, Stage.MEMBERSHIPS)) {
      book.outcomes(stage).values().stream()
          .filter(ConsentStage::took)
          .forEach(line -> touchedRows.add(line.row()));
    }
  }

  /** One outcome for each row, in row order within each person. */
  List<RowOutcome> of(List<PersonGroup> groups, Map<String, PersonState> people) {
    List<RowOutcome> outcomes = new ArrayList<>();
    for (PersonGroup group : groups) {
      PersonState state = people.get(group.trace());
      outcomes.add(first(group.first(), state));
      for (DesiredRecord row : group.rows().subList(1, group.rows().size())) {
        outcomes.add(other(row, group.first(), state));
      }
    }
    return outcomes;
  }

  private RowOutcome first(DesiredRecord row, PersonState state) {
    if (state.skipped()) {
      return leftAlone(row, state);
    }
    if (!state.present()) {
      return rejected(row, state);
    }
    if (!state.into().isEmpty()) {
      return outcome(row, Outcome.MERGED, state.remoteId(), "into " + state.into());
    }
    if (state.made()) {
      return outcome(row, Outcome.CREATED, state.remoteId(), "");
    }
    boolean changed = state.changed() || touchedRows.contains(row.row());
    return outcome(row, changed ? Outcome.UPDATED : Outcome.UNCHANGED, state.remoteId(), "");
  }

  private static RowOutcome other(DesiredRecord row, DesiredRecord first, PersonState state) {
    if (state.skipped()) {
      return leftAlone(row, state);
    }
    return state.present()
        ? outcome(row, Outcome.MERGED, state.remoteId(), "into row " + first.row())
        : rejected(row, state);
  }

  private static RowOutcome leftAlone(DesiredRecord row, PersonState state) {
    return outcome(
        row, Outcome.EXCLUDED, state.remoteId(), "was there before; plan: existing: skip");
  }

  private static RowOutcome rejected(DesiredRecord row, PersonState state) {
    return new RowOutcome(row.row(), row.line(), Outcome.REJECTED, "", REFUSED, state.refusal());
  }

  private static RowOutcome outcome(
      DesiredRecord row, Outcome outcome, String remoteId, String detail) {
    return new RowOutcome(row.row(), row.line(), outcome, remoteId, "", detail);
  }
}
