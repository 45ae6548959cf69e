package dev.offramp.stage;

import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Ordinals;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.RowOrProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first pass over an upload: cuts it into runs, each sorted in memory and written to the work
 * area before the checkpoint moves past it. A run follows from where it starts and from nothing
 * else, so whoever writes it again, however late, writes the same.
 */
final class RunScanner {
  private static final String TYPE = "application/octet-stream";
  private static final int ROWS_BETWEEN_GLANCES = 1000;

  private final ParseContext context;
  private final Job job;
  private final RowEncoder encoder;
  private final RunBuffer run;
  private final Reading reading;
  private final KartraSettings settings;
  private final int sampleSize;

  /**
   * Scans in one way.
   *
   * @param settings how the encoder's parser reads rows
   * @param sampleSize how many rows the sample of the audit will have
   */
  RunScanner(
      ParseContext context,
      RowEncoder encoder,
      Reading reading,
      KartraSettings settings,
      int sampleSize) {
    this.context = context;
    this.reading = reading;
    this.settings = settings;
    this.sampleSize = sampleSize;
    this.job = context.job();
    this.encoder = encoder;
    this.run = new RunBuffer(context.sizes().runBytes());
  }

  /** Where a run lies. */
  static String key(String jobId, boolean again, int index) {
    return WorkFiles.jobKey(jobId, (again ? "runs-again/" : "runs/") + Ordinals.of(index, 6));
  }

  /**
   * Reads on from a checkpoint while there is time; how far it came: where the whole file shows
   * that it has to be read in another way, to the start of a second reading.
   */
  Checkpoint scan(Checkpoint from) throws IOException {
    Checkpoint at = from;
    ObjectStore objects = context.ports().objects();
    long offset = at.isFresh() ? 0 : at.position().byteOffset();
    try (DigestingStream bytes =
            new DigestingStream(objects.read(job.upload(), offset), offset, at.digest());
        ExportReader reader = new ExportReader(bytes, context.layout().dialect(), at.position())) {
      if (at.isFresh()) {
        // The digest is of the whole file, so the header passes through it too.
        bytes.skipNBytes(at.position().byteOffset());
      }
      while (!at.isScanned() && at.again() == from.again() && context.hasTime()) {
        at = next(at, reader, bytes);
        save(at);
      }
    }
    return at;
  }

  /** Cuts one run, or finds that there is none left. */
  private Checkpoint next(Checkpoint at, ExportReader reader, DigestingStream bytes)
      throws IOException {
    RunFindings findings = new RunFindings(context.layout(), reading.plan(), sampleSize);
    run.clear();
    fill(reader, bytes, findings);
    if (run.isEmpty()) {
      return end(at, bytes);
    }
    byte[] sorted = run.sorted();
    int index = at.runs().size();
    context.ports().objects().put(key(job.id(), at.again(), index), sorted, TYPE);
    findings.write(context.ports().files(), job.id(), at.again(), index);
    RunMark mark = new RunMark(ByteBuffer.wrap(sorted).getLong(), sorted.length);
    return at.cut(reader.position(), bytes.stateAt(reader.position().byteOffset()), mark);
  }

  private Checkpoint end(Checkpoint at, DigestingStream bytes) throws IOException {
    WorkFiles files = context.ports().files();
    if (!at.again()
        && reading.isOtherwise(
            settings,
            RunFindings.profile(files, job.id(), context.layout(), false, at.runs().size()))) {
      return Checkpoint.startAgain(context.layout().dialect());
    }
    RunMerge.keepMarks(files, job.id(), at.runs());
    return at.scanned(bytes.whole());
  }

  private void fill(ExportReader reader, DigestingStream bytes, RunFindings findings)
      throws IOException {
    for (long row = 1; !run.isFull(); row++) {
      if (row % ROWS_BETWEEN_GLANCES == 0) {
        context.lease().current(); // A run may take a good part of a lease on a small machine.
      }
      Optional<RowOrProblem> next = reader.next();
      if (next.isEmpty()) {
        return;
      }
      encoder.add(next.get(), run, findings);
      bytes.advanceTo(reader.position().byteOffset());
    }
  }

  private void save(Checkpoint at) {
    context
        .ports()
        .jobs()
        .checkpoint(
            context.lease().current(),
            job.id(),
            context.text(at),
            context.ports().clock().instant());
  }
}
