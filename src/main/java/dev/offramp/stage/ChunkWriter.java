package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.plan.Plan;
import dev.offramp.record.Contact;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts an upload into chunks. What a chunk holds is in the work area before the chunk is in the
 * table, and the checkpoint moves in the transaction that adds the chunk: a parser that is killed
 * anywhere is continued by one that reads at most one chunk again.
 */
final class ChunkWriter {
  private static final Duration ENOUGH_FOR_A_CHUNK = Duration.ofSeconds(15);
  private static final long CHUNK_CHARACTERS = 4_000_000;

  private final WorkFiles files;
  private final JobStore jobs;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Plan plan;
  private final int chunkRows;

  ChunkWriter(
      WorkFiles files,
      JobStore jobs,
      ObjectMapper json,
      InstantSource clock,
      Plan plan,
      int chunkRows) {
    this.files = files;
    this.jobs = jobs;
    this.json = json;
    this.clock = clock;
    this.plan = plan;
    this.chunkRows = chunkRows;
  }

  /**
   * How far it came.
   *
   * @param whole whether the end of the file was reached
   * @param sha256 of the whole file, if it was
   * @param chunks how many there are
   */
  record End(boolean whole, String sha256, int chunks) {}

  /** The rows of a chunk while it is read. */
  private static final class Gathered {
    private final List<StoredRow> rows = new ArrayList<>();
    private final List<RowOutcome> rejects = new ArrayList<>();
    private long characters;

    boolean isEmpty() {
      return rows.isEmpty() && rejects.isEmpty();
    }

    int size() {
      return rows.size() + rejects.size();
    }
  }

  End write(ObjectStore objects, Job job, ExportLayout layout, LeaseKeeper lease, Deadline deadline)
      throws IOException {
    Checkpoint from = checkpoint(job, layout);
    int index = job.chunks();
    ContactParser parser = new ContactParser(layout, plan.settings(job.upload().fileName()));
    boolean fresh = from.digest().isEmpty();
    long offset = fresh ? 0 : from.position().byteOffset();
    try (DigestingStream bytes =
            new DigestingStream(objects.read(job.upload(), offset), offset, from.digest());
        ExportReader reader = new ExportReader(bytes, layout.dialect(), from.position())) {
      if (fresh) {
        // The digest is of the whole file, so the header passes through it too.
        bytes.skipNBytes(from.position().byteOffset());
      }
      while (true) {
        if (!deadline.allows(ENOUGH_FOR_A_CHUNK, clock)) {
          return new End(false, "", index);
        }
        ExportProfile.Builder profile = new ExportProfile.Builder(layout);
        Gathered chunk = gather(reader, parser, profile);
        if (chunk.isEmpty()) {
          return new End(true, bytes.whole(), index);
        }
        Checkpoint next =
            new Checkpoint(reader.position(), bytes.stateAt(reader.position().byteOffset()));
        add(job, index++, chunk, profile.build(), next, lease);
      }
    }
  }

  private Checkpoint checkpoint(Job job, ExportLayout layout) {
    if (job.checkpoint().isEmpty()) {
      return new Checkpoint(ReadPosition.start(layout.dialect()), "");
    }
    try {
      return json.readValue(job.checkpoint(), Checkpoint.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the checkpoint of " + job.id() + " is damaged", e);
    }
  }

  private Gathered gather(ExportReader reader, ContactParser parser, ExportProfile.Builder profile)
      throws IOException {
    Gathered chunk = new Gathered();
    while (chunk.size() < chunkRows && chunk.characters < CHUNK_CHARACTERS) {
      Optional<RowOrProblem> next = reader.next();
      if (next.isEmpty()) {
        return chunk;
      }
      if (next.get() instanceof RowProblem problem) {
        chunk.rejects.add(rejected(problem));
      } else {
        take((Row) next.get(), chunk, parser, profile);
      }
    }
    return chunk;
  }

  private static void take(
      Row row, Gathered chunk, ContactParser parser, ExportProfile.Builder profile) {
    profile.add(row);
    Parsed<Contact> parsed = parser.parse(row);
    if (parsed instanceof Parsed.Rejected<Contact> no) {
      chunk.rejects.add(
          new RowOutcome(
              row.ordinal(),
              row.line(),
              Outcome.REJECTED,
              "",
              no.code(),
              "column %s: %s".formatted(no.column(), no.message())));
      return;
    }
    ((Parsed.Accepted<Contact>) parsed).warnings().forEach(profile::add);
    chunk.rows.add(new StoredRow(row.ordinal(), row.line(), row.values()));
    chunk.characters += row.values().stream().mapToLong(String::length).sum();
  }

  private static RowOutcome rejected(RowProblem problem) {
    String where = problem.column() == 0 ? "" : "cell %d: ".formatted(problem.column());
    return new RowOutcome(
        problem.ordinal(),
        problem.line(),
        Outcome.REJECTED,
        "",
        problem.code(),
        where + problem.message());
  }

  private void add(
      Job job, int index, Gathered chunk, ExportProfile profile, Checkpoint next, LeaseKeeper lease)
      throws IOException {
    files.writeLines(WorkFiles.chunkKey(job.id(), "rows", index), chunk.rows);
    if (!chunk.rejects.isEmpty()) {
      files.writeLines(WorkFiles.chunkKey(job.id(), "rejects/parse", index), chunk.rejects);
    }
    files.writeLines(WorkFiles.chunkKey(job.id(), "profile", index), List.of(profile));
    Counters counters =
        Counters.ofParsed(chunk.size()).plus(Outcome.REJECTED, chunk.rejects.size());
    long first = next.position().ordinal() - chunk.size();
    jobs.addChunk(
        lease.current(),
        new Chunk(job.id(), index, ChunkState.PARSED, first, chunk.size(), 0, counters),
        json.writeValueAsString(next),
        clock.instant());
  }
}
