package dev.offramp.stage;

import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Ordinals;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.RowOrProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first pass over an upload: cuts it into runs, each sorted in memory and written to the work
 * area before the checkpoint moves past it. While a run is gathered, what was read is kept and the
 * checkpoint moved every so many rows as a chunk has: no more is read again after a kill. A run
 * follows from where it starts and from nothing else, so whoever writes it again, however late,
 * writes the same.
 */
final class RunScanner {
  private static final String TYPE = "application/octet-stream";

  private final ParseContext context;
  private final Job job;
  private final RowEncoder encoder;
  private final RunBuffer run;
  private RunFindings learnt;
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
    this.learnt = nothing();
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
    RunParts parts = new RunParts(context.ports(), job.id(), from.again());
    parts.restore(at.runs().size(), at.parts(), run, learnt);
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
        at = next(at, reader, bytes, parts);
        save(at);
      }
    }
    return at;
  }

  /** Reads one part, and cuts the run that it fills or ends; or finds that nothing is left. */
  private Checkpoint next(Checkpoint at, ExportReader reader, DigestingStream bytes, RunParts parts)
      throws IOException {
    int size = run.size();
    RowFindings findings = new RowFindings(context.layout(), reading.plan(), sampleSize);
    boolean more = fill(reader, bytes, findings);
    if (run.isEmpty()) {
      return end(at, bytes);
    }
    Findings part = findings.build();
    learnt.add(part);
    ReadPosition next = reader.position();
    String state = bytes.stateAt(next.byteOffset());
    if (more && !run.isFull()) {
      parts.keep(at.runs().size(), at.parts(), run.since(size), part);
      return at.read(next, state);
    }
    return at.cut(next, state, cut(at.again(), at.runs().size()));
  }

  /** Writes the run that was gathered, and begins another. */
  private RunMark cut(boolean again, int index) throws IOException {
    byte[] sorted = run.sorted();
    context.ports().objects().put(key(job.id(), again, index), sorted, TYPE);
    learnt.write(context.ports().files(), job.id(), again, index);
    run.clear();
    learnt = nothing();
    return new RunMark(ByteBuffer.wrap(sorted).getLong(), sorted.length);
  }

  private RunFindings nothing() {
    return new RunFindings(context.layout(), reading.plan(), sampleSize);
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

  /** Reads as much as travels in a chunk, or less where the run is full; whether more may come. */
  private boolean fill(ExportReader reader, DigestingStream bytes, RowFindings findings)
      throws IOException {
    int rows = run.count() + context.sizes().chunkRows();
    int size = run.size() + context.sizes().chunkBytes();
    while (!run.isFull() && run.count() < rows && run.size() < size) {
      Optional<RowOrProblem> next = reader.next();
      if (next.isEmpty()) {
        return false;
      }
      encoder.add(next.get(), run, findings);
      bytes.advanceTo(reader.position().byteOffset());
    }
    return true;
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
