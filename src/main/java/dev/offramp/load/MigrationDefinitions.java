package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import java.util.List;
import java.util.Set;

/**
 * Takes back what jobs of a migration have defined in an account. One job's field may hold another
 * one's values: so as long as other jobs are still to be taken back, definitions wait for the last
 * of them; and what an earlier rollback had to leave because another job used it is tried again.
 */
final class MigrationDefinitions {
  private final LoadPorts ports;
  private final Preparation preparation;
  private final UndoFiles undoFiles;

  MigrationDefinitions(LoadPorts ports) {
    this.ports = ports;
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock(), ports.lanes());
    this.undoFiles = new UndoFiles(ports.files());
  }

  /**
   * Takes back the definitions of a job whose records are taken back, and of those before it.
   * Nothing is forced away that a job still uses which stays.
   */
  void undo(Job job, Destination destination, long fence, UndoTally tally) {
    List<Job> others =
        ports.jobs().list(job.migration()).stream()
            .filter(each -> each.account().equals(job.account()) && !each.id().equals(job.id()))
            .toList();
    List<Job> written =
        others.stream()
            .filter(each -> each.prepared() && each.state() != JobState.ROLLED_BACK)
            .toList();
    if (written.stream().anyMatch(RollbackStage::isTakenBack)) {
      return;
    }
    undo(job, destination, fence, tally, written.isEmpty());
    for (Job each : others) {
      if (each.state() == JobState.ROLLED_BACK) {
        UndoTally second = new UndoTally();
        Set<UndoSummary.About> tried = undo(each, destination, fence, second, written.isEmpty());
        if (!tried.isEmpty()) {
          undoFiles.again(each.id(), LedgerEntry.PREPARATION, tried, second.summary(), true);
          undoFiles.report(each, destination.traits().cannotRestore());
        }
      }
    }
  }

  private Set<UndoSummary.About> undo(
      Job job, Destination destination, long fence, UndoTally tally, boolean nothingStays) {
    UndoPolicy policy =
        nothingStays ? new UndoPolicy(undoFiles.force(job.id())) : UndoPolicy.GENTLE;
    ChunkBook book =
        ChunkBook.open(ports.ledger(), ports.clock(), job.id(), LedgerEntry.PREPARATION, fence);
    return new DefinitionUndo(destination, book, policy, tally)
        .run(() -> preparation.wanted(job, destination.traits()));
  }
}
