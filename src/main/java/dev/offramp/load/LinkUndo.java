package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Forgets the links that a job made, chunk by chunk, so that a later load starts anew. */
final class LinkUndo {
  /** Few, so that the calls to the destination find a lane. */
  private static final int LANES = 2;

  private final WorkFiles files;
  private final Crosswalk crosswalk;
  private final Lanes lanes;
  private final Job job;
  private int linked;

  /**
   * Takes where links are kept.
   *
   * @param last the last chunk that may have any
   */
  LinkUndo(WorkFiles files, Crosswalk crosswalk, Lanes lanes, Job job, int last) {
    this.files = files;
    this.crosswalk = crosswalk;
    this.lanes = lanes;
    this.job = job;
    this.linked = last;
  }

  /** Forgets those of all chunks after one. */
  void after(int chunk) {
    for (; linked > chunk; linked--) {
      unlink(linked);
    }
  }

  private void unlink(int chunk) {
    List<String> keys =
        SourceKeys.of(
            files.readLines(
                WorkFiles.chunkKey(job.id(), "operations", chunk), DesiredRecord.class));
    Map<String, Crosswalk.Link> links =
        new HashMap<>(crosswalk.find(job.migration(), job.account(), keys));
    Set<String> notes = new HashSet<>();
    for (Crosswalk.Link link : links.values()) {
      notes.add(SourceKeys.record(link.remoteId()));
      notes.add(KnownAddresses.key(link.remoteId()));
    }
    links.putAll(crosswalk.find(job.migration(), job.account(), notes));
    keepAddresses(links);
    List<String> ours =
        links.values().stream()
            .filter(link -> link.jobId().equals(job.id()))
            .map(Crosswalk.Link::sourceKey)
            .toList();
    lanes.run(Batches.into(ours, LANES).stream().map(this::forget).toList());
  }

  /** Of a note about addresses, those stay that other jobs brought. */
  private void keepAddresses(Map<String, Crosswalk.Link> links) {
    List<Crosswalk.Link> kept = new ArrayList<>();
    for (Crosswalk.Link note : links.values().stream().filter(KnownAddresses::is).toList()) {
      Optional<Crosswalk.Link> rest =
          KnownAddresses.without(note, job.id()).filter(each -> !each.equals(note));
      rest.ifPresent(kept::add);
      rest.ifPresent(each -> links.put(each.sourceKey(), each));
    }
    if (!kept.isEmpty()) {
      crosswalk.put(job.migration(), job.account(), kept);
    }
  }

  private Supplier<Boolean> forget(List<String> keys) {
    return () -> {
      crosswalk.remove(job.migration(), job.account(), keys);
      return true;
    };
  }
}
