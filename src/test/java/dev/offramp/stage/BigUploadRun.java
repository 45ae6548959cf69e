package dev.offramp.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryBells;
import dev.offramp.testkit.MemoryJobStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parses one big upload with the parser's real sizes, in a process of its own whose heap is that of
 * the function; prints what it measured as lines of {@code name=value}.
 */
final class BigUploadRun {
  private static final int CHUNK_ROWS = 1000;
  private static final int DATE = 17;

  private final long rows;
  private final ParseSizes sizes;
  private final FolderObjectStore objects;
  private final MemoryJobStore table = new MemoryJobStore();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final ObjectMapper json =
      new ObjectMapper().registerModule(new JavaTimeModule()).registerModule(new Jdk8Module());
  private final Map<String, Long> heap = new TreeMap<>();
  private final InstantSource time = InstantSource.system();
  private Instant scanned = Instant.MAX;
  private Instant ordered = Instant.MAX;
  private String jobId = "";

  private BigUploadRun(Path folder, long rows, ParseSizes sizes) {
    this.rows = rows;
    this.sizes = sizes;
    this.objects = new FolderObjectStore(folder, () -> new BigExport(rows));
  }

  /** Takes the folder of the bucket, the number of rows, and a part of the parser's real sizes. */
  public static void main(String[] args) throws Exception {
    ParseSizes real = ParseSizes.of(CHUNK_ROWS);
    int part = Integer.parseInt(args[2]);
    ParseSizes sizes =
        new ParseSizes(
            real.chunkRows(), real.chunkBytes(), real.runBytes() / part, real.windows() / part);
    new BigUploadRun(Path.of(args[0]), Long.parseLong(args[1]), sizes).run();
  }

  private void run() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long size = 0;
    try (InputStream in = new DigestInputStream(new BigExport(rows), digest)) {
      size = in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    objects.put(
        "inbox/big/plan.yaml", StageRig.PLAN.getBytes(StandardCharsets.UTF_8), "application/yaml");
    Upload upload = new Upload("b", "inbox/big/contacts.csv", "v1", true, size);
    jobId = table.create(Job.received(upload, clock.instant())).id();
    Instant start = time.instant();
    Duration processor = processor();
    stage().handle(jobId, new Deadline(clock.instant().plus(Duration.ofMinutes(10))));
    Instant end = time.instant();
    processor = processor().minus(processor);
    Job job = table.find(jobId).orElseThrow();
    say("bytes", size);
    say("parsed", job.counters().parsed());
    say("sha", job.sha256().equals(HexFormat.of().formatHex(digest.digest())));
    say("scan_ms", Duration.between(start, scanned).toMillis());
    say("order_ms", Duration.between(scanned, ordered).toMillis());
    say("audit_ms", Duration.between(ordered, end).toMillis());
    say("rows_per_s", rows * 1000 / Math.max(1, Duration.between(start, end).toMillis()));
    say("rows_per_processor_s", rows * 1000 / Math.max(1, processor.toMillis()));
    say("runs", objects.list("work/" + jobId + "/runs/").size());
    heap.forEach(BigUploadRun::say);
    say("in_order", inOrder(job));
  }

  /** What the process used so far: on a busy machine the time on the wall says little. */
  private static Duration processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void say(String name, Object value) {
    System.out.println(name + "=" + value);
  }

  private ParseStage stage() {
    WorkFiles files = new WorkFiles(objects, json);
    JobStore watched = Watched.of(JobStore.class, table, (call, after) -> measure(call, after));
    return new ParseStage(
        new StagePorts(objects, files, watched, new MemoryBells(), json, clock),
        new Plans(objects, files),
        () -> "parser",
        Duration.ofHours(1),
        sizes,
        RecordParsers::of);
  }

  /** The heap after a collection, at a tenth, a half and nine tenths of either pass. */
  private void measure(String call, boolean after) {
    if (!after || !(call.equals("checkpoint") || call.equals("addChunk"))) {
      return;
    }
    ordered = time.instant();
    ParseProgress at = ParseProgress.of(table.find(jobId).orElseThrow(), json);
    if (at.ordering() && scanned.equals(Instant.MAX)) {
      scanned = time.instant();
    }
    for (int tenth : new int[] {1, 5, 9}) {
      String name = "heap_%s_%d0".formatted(at.ordering() ? "order" : "scan", tenth);
      if (at.done() * 10 >= at.total() * tenth && !heap.containsKey(name)) {
        System.gc();
        heap.put(name, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
    }
  }

  /** Reads the chunks one after another: by date, then by ordinal, the undated at the end. */
  private boolean inOrder(Job job) throws Exception {
    WorkFiles files = new WorkFiles(objects, json);
    String lastDate = "";
    long lastRow = -1;
    long seen = 0;
    for (int chunk = 0; chunk < job.chunks(); chunk++) {
      List<StoredRow> rowsOfChunk =
          files.readLines(WorkFiles.chunkKey(jobId, "rows", chunk), StoredRow.class);
      for (StoredRow row : rowsOfChunk) {
        String date = row.v().get(DATE).isEmpty() ? "~" : row.v().get(DATE);
        int compared = date.compareTo(lastDate);
        if (compared < 0 || (compared == 0 && row.o() <= lastRow)) {
          return false;
        }
        lastDate = date;
        lastRow = row.o();
        seen++;
      }
    }
    return seen == rows;
  }
}
