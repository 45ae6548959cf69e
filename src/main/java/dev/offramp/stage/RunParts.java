package dev.offramp.stage;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.Ordinals;
import dev.offramp.job.WorkFiles;
import java.io.IOException;
import java.util.List;

/**
 * The parts of the run that is not full yet: what was read since the run began, as many rows at a
 * time as travel in a chunk. A parser that goes on for a dead one takes them from here instead of
 * from the upload. Like a run, a part follows from where it starts, so it can be written again.
 */
final class RunParts {
  private static final String TYPE = "application/octet-stream";

  private final ObjectStore objects;
  private final WorkFiles files;
  private final String jobId;
  private final boolean again;

  /** The parts of a job's first reading, or of its second. */
  RunParts(StagePorts ports, String jobId, boolean again) {
    this.objects = ports.objects();
    this.files = ports.files();
    this.jobId = jobId;
    this.again = again;
  }

  /** Keeps a part; again with the same content if it is there. */
  void keep(int run, int part, byte[] records, Findings findings) throws IOException {
    objects.put(key(run, part, ".rows"), records, TYPE);
    files.writeLines(key(run, part, ".json.gz"), List.of(findings));
  }

  /** Gives the first parts of a run back to who gathers it. */
  void restore(int run, int parts, RunBuffer buffer, RunFindings learnt) throws IOException {
    for (int part = 0; part < parts; part++) {
      String records = key(run, part, ".rows");
      buffer.restore(objects.get(records).orElseThrow(() -> gone(records)));
      String findings = key(run, part, ".json.gz");
      learnt.add(
          files.readLines(findings, Findings.class).stream()
              .findFirst()
              .orElseThrow(() -> gone(findings)));
    }
  }

  private static IllegalStateException gone(String key) {
    return new IllegalStateException(key + " is gone");
  }

  private String key(int run, int part, String end) {
    String folder = again ? "parts-again/" : "parts/";
    return WorkFiles.jobKey(jobId, folder + Ordinals.of(run, 6) + "-" + Ordinals.of(part, 6) + end);
  }
}
