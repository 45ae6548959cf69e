package dev.offramp.enrich;

import dev.offramp.job.Ordinals;
import dev.offramp.job.WorkFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was fetched for a job, in pages: {@code work/<job>/enriched/<chunk>-<page>.json.gz}. A page
 * is written whole and never again, so whoever goes on asks for nothing twice that is in one.
 */
public final class EnrichedPages {
  private static final String FOLDER = "enriched";

  private final WorkFiles files;

  /** Takes the work area. */
  public EnrichedPages(WorkFiles files) {
    this.files = files;
  }

  /**
   * The pages of a chunk so far.
   *
   * @param pages how many there are
   * @param rows what they hold, by the ordinal of the row; to be added to
   */
  record Fetched(int pages, Map<Long, EnrichedRow> rows) {}

  Fetched read(String jobId, int chunk) {
    Map<Long, EnrichedRow> rows = new LinkedHashMap<>();
    for (int page = 0; ; page++) {
      List<EnrichedRow> lines = files.readLines(key(jobId, chunk, page), EnrichedRow.class);
      if (lines.isEmpty()) {
        return new Fetched(page, rows);
      }
      lines.forEach(line -> rows.put(line.row(), line));
    }
  }

  void write(String jobId, int chunk, int page, List<EnrichedRow> lines) {
    files.writeLines(key(jobId, chunk, page), lines);
  }

  private static String key(String jobId, int chunk, int page) {
    return WorkFiles.jobKey(
        jobId, FOLDER + "/" + Ordinals.of(chunk, 6) + "-" + Ordinals.of(page, 4) + ".json.gz");
  }

  /**
   * What came of a whole job.
   *
   * @param asked rows about which Kartra was asked
   * @param enriched those of them that it knew
   * @param notEnriched the others, by code
   */
  public record Tally(long asked, long enriched, Map<String, Long> notEnriched) {}

  /** Counts a job's rows; nothing for a job that was not enriched. */
  public Optional<Tally> tally(String jobId) {
    Map<String, Long> codes = new TreeMap<>();
    long asked = 0;
    for (String key : files.list(jobId, FOLDER)) {
      for (EnrichedRow row : files.readLines(key, EnrichedRow.class)) {
        asked++;
        if (!row.code().isEmpty()) {
          codes.merge(row.code(), 1L, Long::sum);
        }
      }
    }
    long without = codes.values().stream().mapToLong(Long::longValue).sum();
    return asked == 0 ? Optional.empty() : Optional.of(new Tally(asked, asked - without, codes));
  }
}
