package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.LostValue;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What gave way in the merges of a chunk, kept for the report. It is written before the intents of
 * the same people: once these are there, nobody decides about them again.
 */
final class MergeNotes {
  private final WorkFiles files;
  private final String jobId;
  private final String key;

  MergeNotes(WorkFiles files, String jobId, int chunk) {
    this.files = files;
    this.jobId = jobId;
    this.key = WorkFiles.chunkKey(jobId, LostValue.FOLDER, chunk);
  }

  /**
   * Keeps what gave way.
   *
   * @param decided the people about whom it was just decided
   * @param across what gave way to rows of other chunks, or gave way to them
   * @param others whether it was decided about other people of the chunk before
   */
  void keep(List<PersonGroup> decided, List<LostValue> across, boolean others) {
    List<LostValue> lost = new ArrayList<>();
    decided.forEach(group -> lost.addAll(group.lost(jobId)));
    lost.addAll(across);
    if (lost.isEmpty()) {
      return;
    }
    if (others) {
      Set<Long> again =
          decided.stream()
              .flatMap(group -> group.rows().stream())
              .map(DesiredRecord::row)
              .collect(Collectors.toSet());
      files.readLines(key, LostValue.class).stream()
          .filter(value -> !again.contains(value.row()))
          .forEach(lost::add);
    }
    files.writeLines(key, lost);
  }
}
