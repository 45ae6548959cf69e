package dev.offramp.load;

import java.util.ArrayList;
import java.util.List;

/** The ledger for a dry run: what would be written is remembered here and nowhere else. */
final class DryLedger implements Ledger {
  private final Ledger ledger;
  private final List<LedgerEntry> added = new ArrayList<>();

  DryLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public synchronized boolean append(LedgerEntry entry) {
    return added.add(entry);
  }

  @Override
  public synchronized List<LedgerEntry> pages(String jobId, int chunk) {
    List<LedgerEntry> pages = new ArrayList<>(ledger.pages(jobId, chunk));
    added.stream()
        .filter(entry -> entry.jobId().equals(jobId) && entry.chunk() == chunk)
        .forEach(pages::add);
    return pages;
  }
}
