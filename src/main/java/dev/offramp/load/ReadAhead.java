package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.WorkFiles;
import dev.offramp.throttle.BudgetClosedException;
import java.util.List;
import java.util.Optional;

/**
 * Reads what there is of a chunk's people while the chunk before it is loaded: permits are slots
 * that pass when nobody has a call ready, so the calls of two chunks have to overlap for an account
 * to be used to its limit. One call at a time, so that the chunk whose turn it is comes first.
 * Nothing is changed by it, and what it read of people of the chunk before is not used.
 */
final class ReadAhead {
  private final WorkFiles files;
  private final Crosswalk crosswalk;

  ReadAhead(WorkFiles files, Crosswalk crosswalk) {
    this.files = files;
    this.crosswalk = crosswalk;
  }

  /** What was read, before it is known with whom the chunk before has to do. */
  record Read(List<PersonGroup> groups, Priors priors) {}

  /** Reads the chunk after one; nothing where the account does not allow it now. */
  Optional<Read> next(ChunkContext context) {
    Destination destination = context.destination();
    PriorReader reader =
        new PriorReader(
            crosswalk,
            context,
            new RecordReader(destination, Lanes.single()),
            new RecordPlanner(destination.traits(), context.policy().existing()));
    List<PersonGroup> groups =
        ChunkLoader.groups(files, context.job().id(), context.chunk().index() + 1);
    try {
      return Optional.of(new Read(groups, reader.read(groups)));
    } catch (BudgetClosedException | UnknownOutcomeException | DestinationException e) {
      return Optional.empty(); // It is read in its turn, and told then.
    }
  }
}
