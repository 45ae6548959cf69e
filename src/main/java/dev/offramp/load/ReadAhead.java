package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.WorkFiles;
import dev.offramp.throttle.BudgetClosedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what there is of later chunks' people while a chunk is loaded, in one turn at a job:
 * permits are slots that pass when nobody has a call ready, so the calls of two chunks have to
 * overlap for an account to be used to its limit. A chunk is read from the end of the last but one
 * before it on, so that there is a call too while one chunk is brought to its end and the next one
 * is begun. One call at a time, so that the chunk whose turn it is comes first, until that one
 * waits for it. Nothing is changed by it, and what it read of people of the chunks before is not
 * used. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {
  /** A chunk is read while the two before it are loaded. */
  private static final int CHUNKS_BEFORE = 2;

  private final WorkFiles files;
  private final Crosswalk crosswalk;
  private final Lanes lanes;
  private final Map<Integer, Reading> begun = new HashMap<>();
  private final Deque<Trail> before = new ArrayDeque<>();
  private Lanes.Begun<Optional<Read>> last = Ended.of(Optional::empty);

  ReadAhead(WorkFiles files, Crosswalk crosswalk, Lanes lanes) {
    this.files = files;
    this.crosswalk = crosswalk;
    this.lanes = lanes;
  }

  /** What was read, before it is known with whom the chunks before have to do. */
  private record Read(List<PersonGroup> groups, Priors priors) {}

  /** A chunk that is read. */
  private record Reading(Lanes.Begun<Optional<Read>> read, UnhurriedLanes lanes) {}

  /**
   * Begins to read a chunk, unless that is begun, there is no such chunk, or the job's order is
   * strict.
   *
   * @param context of the chunk that is loaded
   */
  void begin(ChunkContext context, int chunk) {
    if (chunk >= context.job().chunks() || context.policy().strict() || begun.containsKey(chunk)) {
      return;
    }
    Lanes.Begun<Optional<Read>> earlier = last;
    UnhurriedLanes own = new UnhurriedLanes(lanes);
    last =
        lanes.begin(
            () -> {
              ended(earlier);
              own.check();
              return read(context, chunk, own);
            });
    begun.put(chunk, new Reading(last, own));
  }

  /** Notes with whom a chunk that is loaded had to do. */
  void loaded(Trail trail) {
    before.addLast(trail);
    if (before.size() > CHUNKS_BEFORE) {
      before.removeFirst();
    }
  }

  /** What was read of a chunk whose turn it is, once all of it is; empty where nothing was. */
  Optional<Ahead> take(ChunkContext context) {
    int chunk = context.chunk().index();
    Optional<Reading> reading = Optional.ofNullable(begun.remove(chunk));
    reading.ifPresent(its -> its.lanes().hurry());
    return reading
        .flatMap(its -> its.read().await())
        .map(
            read ->
                new Ahead(
                    chunk,
                    context.lease().fence(),
                    read.groups(),
                    read.priors(),
                    List.copyOf(before)));
  }

  /**
   * Begins no further call, and waits for the one that is under way. Whoever needs what is not read
   * reads it in its turn, and is told then what is wrong.
   */
  @Override
  public void close() {
    begun.values().forEach(reading -> reading.lanes().stop());
    begun.values().forEach(reading -> ended(reading.read()));
  }

  private static void ended(Lanes.Begun<?> reading) {
    try {
      reading.await();
    } catch (RuntimeException e) {
      return; // It was a help, and is none.
    }
  }

  /** Nothing where the account does not allow it now. */
  private Optional<Read> read(ChunkContext context, int chunk, Lanes calls) {
    Destination destination = context.destination();
    PriorReader reader =
        new PriorReader(
            crosswalk,
            context,
            new RecordReader(destination, calls),
            new RecordPlanner(destination.traits(), context.policy().existing()));
    List<PersonGroup> groups = ChunkLoader.groups(files, context.job().id(), chunk);
    try {
      return Optional.of(new Read(groups, reader.read(groups)));
    } catch (BudgetClosedException | UnknownOutcomeException | DestinationException e) {
      return Optional.empty(); // It is read in its turn, and told then.
    }
  }
}
