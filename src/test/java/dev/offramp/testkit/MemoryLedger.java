package dev.offramp.testkit;

import dev.offramp.job.Ordinals;
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
    return chunkKey(entry.jobId(), entry.chunk())
        + String.join("/", entry.stage().name(), entry.part().name(), entry.page());
  }

  private static String chunkKey(String jobId, int chunk) {
    return jobId + "/" + Ordinals.of(chunk + 1, 6) + "/";
  }
}
