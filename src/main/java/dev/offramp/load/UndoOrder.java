package dev.offramp.load;

import dev.offramp.job.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * In which order jobs of one account are taken back: what was written last goes first (invariant
 * 5), so that each finds the destination as it left it. When a job began to write is in the ledger:
 * the number of the account's lease, which grows. Under one lease a loader takes jobs in the order
 * of their making.
 */
public final class UndoOrder {
  private final Ledger ledger;

  /** Takes where the jobs' writing is noted. */
  public UndoOrder(Ledger ledger) {
    this.ledger = ledger;
  }

  private record Begun(Job job, long fence) {}

  /** The jobs, the one that began to write last first; those that wrote nothing come last. */
  public List<Job> of(Collection<Job> jobs) {
    List<Begun> begun = new ArrayList<>();
    for (Job job : jobs) {
      begun.add(new Begun(job, jobs.size() < 2 ? 0 : fence(job).orElse(-1)));
    }
    begun.sort(
        Comparator.comparingLong(Begun::fence)
            .thenComparing(each -> each.job().createdAt())
            .thenComparing(each -> each.job().id())
            .reversed());
    return begun.stream().map(Begun::job).toList();
  }

  /** Definitions say little: a job may make some and then have to wait for another one. */
  private OptionalLong fence(Job job) {
    int last = Math.min(job.chunks() - 1, job.chunksLoaded());
    for (int chunk = 0; chunk <= last; chunk++) {
      OptionalLong found = fence(job, chunk);
      if (found.isPresent()) {
        return found;
      }
    }
    return fence(job, LedgerEntry.PREPARATION);
  }

  private OptionalLong fence(Job job, int chunk) {
    return ledger.pages(job.id(), chunk).stream().mapToLong(LedgerEntry::fence).min();
  }
}
