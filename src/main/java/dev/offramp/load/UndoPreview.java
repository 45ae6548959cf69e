package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Job;
import dev.offramp.load.UndoFiles.Report;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what a rollback would do and leave, with reads only. */
public final class UndoPreview {
  private final LoadPorts ports;
  private final Preparation preparation;

  /** Takes what a rollback works with. */
  public UndoPreview(LoadPorts ports) {
    this.ports = ports;
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock(), ports.lanes());
  }

  /**
   * What the rollback of jobs would do, one after another in the order of a rollback.
   *
   * @param force what would also be taken back where a person has changed it since
   * @return a report that names no job; what a destination cannot give back is in it
   */
  public Report of(List<Job> jobs, Set<Forced> force) {
    UndoPolicy policy = new UndoPolicy(force);
    UndoTally tally = new UndoTally();
    Map<String, Destination> destinations = new HashMap<>();
    try {
      return of(jobs, policy, tally, destinations);
    } finally {
      destinations.values().forEach(Destination::close);
    }
  }

  private Report of(
      List<Job> jobs, UndoPolicy policy, UndoTally tally, Map<String, Destination> destinations) {
    Set<String> cannot = new LinkedHashSet<>();
    Ledger ledger = new DryLedger(ports.ledger());
    List<Job> known = jobs.stream().filter(job -> !job.account().isEmpty()).toList();
    for (UndoStep step : new UndoOrder(ports.ledger()).steps(known)) {
      Job job = step.job();
      Destination destination =
          destinations.computeIfAbsent(
              job.account(),
              account -> new DryDestination(ports.connections().open(job, () -> Instant.MAX)));
      if (step.isEnd()) {
        end(job, ledger, destination, policy, tally);
        cannot.addAll(destination.traits().cannotRestore());
      } else {
        undo(step, ledger, destination, policy, tally);
      }
    }
    return new Report("", tally.summary(), List.copyOf(cannot));
  }

  private void undo(
      UndoStep step, Ledger ledger, Destination destination, UndoPolicy policy, UndoTally tally) {
    ChunkBook book =
        ChunkBook.open(ledger, ports.clock(), step.job().id(), step.chunk(), 0, step::means);
    LateCalls none = new LateCalls(ports.clock());
    ChunkUndo undo =
        new ChunkUndo(destination, book, ports.lanes(), none, ports.pause(), policy, tally);
    undo.run(undo.plan());
  }

  private void end(
      Job job, Ledger ledger, Destination destination, UndoPolicy policy, UndoTally tally) {
    ChunkBook book = ChunkBook.open(ledger, ports.clock(), job.id(), LedgerEntry.PREPARATION, 0);
    new DefinitionUndo(destination, book, policy, tally)
        .run(() -> preparation.wanted(job, destination.traits()));
  }
}
