package dev.offramp.simulation;

import dev.offramp.job.Job;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.load.LedgerLine;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Alarms about refusals that were true when they were raised: another job had given the record of
 * somebody who had refused another address, and stood still before it had recorded the refusal
 * there. It has to have done so when it went on.
 */
final class RefusalsToCome {
  private final World world;

  RefusalsToCome(World world) {
    this.world = world;
  }

  /** Whether a difference that was found in a reading back is one of these. */
  boolean explain(Difference difference, Job job, Instant began, Instant ended) {
    if (difference.fault() != Fault.CONSENT_RISEN) {
      return false;
    }
    for (Job other : world.jobs.list(job.migration())) {
      for (int chunk = 0; chunk < other.chunks() && !other.id().equals(job.id()); chunk++) {
        List<LedgerEntry> pages = world.ledger.pages(other.id(), chunk);
        Optional<String> moved = movedTo(pages, difference.record(), ended);
        if (moved.isPresent() && refusedAfter(pages, moved.get(), began)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<String> movedTo(List<LedgerEntry> pages, String record, Instant before) {
    return pages.stream()
        .filter(page -> page.part() == Part.INTENT && page.stage() == Stage.RECORDS)
        .filter(page -> page.writtenAt().isBefore(before))
        .flatMap(page -> page.lines().stream())
        .filter(line -> line.target().equals(record))
        .map(line -> line.wanted().getOrDefault("email", ""))
        .filter(address -> !address.isEmpty())
        .findFirst();
  }

  private static boolean refusedAfter(List<LedgerEntry> pages, String address, Instant moment) {
    return pages.stream()
        .filter(page -> page.part() == Part.OUTCOME && page.stage() == Stage.CONSENT)
        .filter(page -> page.writtenAt().isAfter(moment))
        .flatMap(page -> page.lines().stream())
        .filter(line -> line.key().equals(address))
        .map(LedgerLine::status)
        .anyMatch(status -> status.equals("APPLIED") || status.equals("ALREADY"));
  }
}
