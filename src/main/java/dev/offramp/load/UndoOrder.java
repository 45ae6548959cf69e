package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.load.LedgerEntry.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * In which order jobs of one account are taken back: what was written last goes first (invariant
 * 5), so that each finds the destination as it left it. When something was written is in the
 * ledger: the number of the account's lease, which grows, and within one lease, which one loader
 * has, that loader's clock.
 */
public final class UndoOrder {
  private final Ledger ledger;

  /** Takes where the jobs' writing is noted. */
  public UndoOrder(Ledger ledger) {
    this.ledger = ledger;
  }

  /** When something was written. */
  private record Moment(long fence, Instant at) implements Comparable<Moment> {
    static final Moment NEVER = new Moment(-1, Instant.EPOCH);

    static Moment of(LedgerEntry page) {
      return new Moment(page.fence(), page.writtenAt());
    }

    @Override
    public int compareTo(Moment other) {
      int byFence = Long.compare(fence, other.fence);
      return byFence == 0 ? at.compareTo(other.at) : byFence;
    }
  }

  /** A job and when it began to write. */
  private record Begun(Job job, Moment moment) {}

  /** What a job intended of a chunk under one lease, and since when. */
  private record Stretch(UndoStep step, Moment moment) {}

  /** The jobs, the one that began to write last first; those that wrote nothing come last. */
  public List<Job> of(Collection<Job> jobs) {
    return latestFirst(jobs).stream().map(Begun::job).toList();
  }

  private List<Begun> latestFirst(Collection<Job> jobs) {
    List<Begun> begun = new ArrayList<>();
    for (Job job : jobs) {
      begun.add(new Begun(job, jobs.size() < 2 ? Moment.NEVER : began(job)));
    }
    begun.sort(
        Comparator.comparing(Begun::moment)
            .thenComparing(each -> each.job().createdAt())
            .thenComparing(each -> each.job().id())
            .reversed());
    return begun;
  }

  /**
   * The steps of taking jobs back. Job after job, as long as none went on after another one had
   * begun; where they took turns, turn by turn.
   */
  List<UndoStep> steps(Collection<Job> jobs) {
    List<Begun> latestFirst = latestFirst(jobs);
    return tookTurns(latestFirst) ? byTurns(latestFirst) : byJobs(latestFirst);
  }

  private static List<UndoStep> byJobs(List<Begun> latestFirst) {
    List<UndoStep> steps = new ArrayList<>();
    for (Begun each : latestFirst) {
      for (int chunk = last(each.job()); chunk >= 0; chunk--) {
        steps.add(UndoStep.of(each.job(), chunk));
      }
      steps.add(UndoStep.end(each.job()));
    }
    return steps;
  }

  private boolean tookTurns(List<Begun> latestFirst) {
    for (int i = 1; i < latestFirst.size(); i++) {
      if (ended(latestFirst.get(i).job()).compareTo(latestFirst.get(i - 1).moment()) > 0) {
        return true;
      }
    }
    return false;
  }

  private List<UndoStep> byTurns(List<Begun> latestFirst) {
    List<Stretch> stretches = new ArrayList<>();
    latestFirst.forEach(each -> stretches.addAll(stretches(each.job())));
    stretches.sort(Comparator.comparing(Stretch::moment).reversed());
    List<UndoStep> steps = new ArrayList<>(stretches.stream().map(Stretch::step).toList());
    for (Begun each : latestFirst) {
      int last = steps.size() - 1;
      while (last >= 0 && !steps.get(last).job().equals(each.job())) {
        last--;
      }
      // After all others where it has no step.
      steps.add(last < 0 ? steps.size() : last + 1, UndoStep.end(each.job()));
    }
    return steps;
  }

  private List<Stretch> stretches(Job job) {
    List<Stretch> stretches = new ArrayList<>();
    for (int index = last(job); index >= 0; index--) {
      int chunk = index;
      Map<Long, Moment> begun = new TreeMap<>();
      intents(job, chunk)
          .map(Moment::of)
          .forEach(moment -> begun.merge(moment.fence(), moment, UndoOrder::earlier));
      begun.forEach(
          (fence, moment) -> stretches.add(new Stretch(UndoStep.under(job, chunk, fence), moment)));
    }
    return stretches;
  }

  private static Moment earlier(Moment one, Moment other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private Stream<LedgerEntry> intents(Job job, int chunk) {
    return ledger.pages(job.id(), chunk).stream().filter(page -> page.part() == Part.INTENT);
  }

  /** Definitions say little: a job may make some and then have to wait for another one. */
  private Moment began(Job job) {
    for (int chunk = 0; chunk <= last(job); chunk++) {
      Optional<Moment> found = first(job, chunk);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return first(job, LedgerEntry.PREPARATION).orElse(Moment.NEVER);
  }

  private Optional<Moment> first(Job job, int chunk) {
    return ledger.pages(job.id(), chunk).stream().map(Moment::of).min(Comparator.naturalOrder());
  }

  private Moment ended(Job job) {
    for (int chunk = last(job); chunk >= 0; chunk--) {
      Optional<Moment> found = intents(job, chunk).map(Moment::of).max(Comparator.naturalOrder());
      if (found.isPresent()) {
        return found.get();
      }
    }
    return Moment.NEVER;
  }

  /** The chunk up to which something may have been written. */
  static int last(Job job) {
    return Math.min(job.chunks() - 1, job.chunksLoaded());
  }
}
