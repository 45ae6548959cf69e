package dev.offramp.testkit;

import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import java.util.List;
import java.util.TreeMap;

/** A ledger in memory. */
public final class MemoryLedger implements Ledger {
  private final TreeMap<String, LedgerEntry> entries = new TreeMap<>();

  @Override
  public synchronized boolean append(LedgerEntry entry) {
    return entries.putIfAbsent(key(entry), entry) == null;
  }

  @Override
  public synchronized List<LedgerEntry> pages(String jobId, int chunk) {
    String first = chunkKey(jobId, chunk);
    return List.copyOf(entries.subMap(first, first + Character.MAX_VALUE).values());
  }

  private static String key(LedgerEntry entry) {
    return "%s%s/%s/%s"
        .formatted(
            chunkKey(entry.jobId(), entry.chunk()), entry.stage(), entry.part(), entry.page());
  }

  private static String chunkKey(String jobId, int chunk) {
    return "%s/%06d/".formatted(jobId, chunk + 1);
  }
}
