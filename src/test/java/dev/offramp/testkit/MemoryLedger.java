package dev.offramp.testkit;

import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A ledger in memory. */
public final class MemoryLedger implements Ledger {
  private final Map<String, LedgerEntry> entries = new TreeMap<>();

  @Override
  public synchronized boolean append(LedgerEntry entry) {
    return entries.putIfAbsent(key(entry), entry) == null;
  }

  @Override
  public synchronized List<LedgerEntry> pages(String jobId, int chunk) {
    return entries.values().stream()
        .filter(entry -> entry.jobId().equals(jobId) && entry.chunk() == chunk)
        .toList();
  }

  private static String key(LedgerEntry entry) {
    return "%s/%06d/%s/%s/%s"
        .formatted(entry.jobId(), entry.chunk() + 1, entry.stage(), entry.part(), entry.page());
  }
}
