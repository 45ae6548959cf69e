package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.Destination;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.record.RecordKind;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryBells;
import dev.offramp.testkit.MemoryCrosswalk;
import dev.offramp.testkit.MemoryJobStore;
import dev.offramp.testkit.MemoryLedger;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A mapped job over stores in memory and a CRM in memory, ready to be loaded and undone. */
final class LoadRig {
  static final String ACCOUNT = "fake/spring";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(60);

  final ManualClock clock = new ManualClock(START);
  final MemoryJobStore jobs = new MemoryJobStore();
  final MemoryLedger ledger = new MemoryLedger();
  final MemoryCrosswalk crosswalk = new MemoryCrosswalk();
  final MemoryObjectStore objects = new MemoryObjectStore();
  final MemoryBells bells = new MemoryBells();
  final WorkFiles files =
      new WorkFiles(
          objects,
          new ObjectMapper().registerModule(new JavaTimeModule()).registerModule(new Jdk8Module()));
  final FakeCrm crm;
  Destination destination;
  Runnable onPause = () -> {};
  ExistingPolicy existing = ExistingPolicy.FILL;
  boolean strict = true;
  Lanes lanes = Lanes.single();
  private final AtomicInteger owners = new AtomicInteger();

  LoadRig(FakeCrm crm) {
    this.crm = crm;
    this.destination = crm;
  }

  LoadPorts ports() {
    return new LoadPorts(
        jobs,
        ledger,
        crosswalk,
        files,
        bells,
        (job, latestEnd) -> destination,
        lanes,
        length -> {
          onPause.run();
          clock.advance(length);
        },
        clock);
  }

  BellHandler loader() {
    return new LoadStage(
        ports(),
        job -> new LoadPolicy(existing, strict),
        () -> "loader-" + owners.incrementAndGet(),
        LEASE);
  }

  VerifyStage verifier(Extent extent) {
    return new VerifyStage(
        ports(),
        job -> new VerifyPolicy(existing, extent),
        () -> "verifier-" + owners.incrementAndGet(),
        LEASE);
  }

  /** Loads a job, does something in between, and reads it back. */
  Job verifyAll(Job job, Extent extent, Runnable between) {
    Job loaded = loadAll(job);
    clock.advance(Duration.ofHours(1));
    between.run();
    jobs.transition(loaded.id(), JobState.LOADING, JobEvent.LOADED, "", clock.instant());
    for (int i = 0; i < 50 && now(job).state() == JobState.VERIFYING; i++) {
      verifier(extent).handle(ACCOUNT, deadline());
      clock.advance(Duration.ofSeconds(6));
    }
    return now(job);
  }

  /** Everything that the reading back of a job has found to differ. */
  List<Difference> differences(Job job) {
    CheckFiles found = new CheckFiles(files, job.id());
    List<Difference> all = new ArrayList<>();
    for (CheckFiles.Kind kind : CheckFiles.Kind.values()) {
      found.keys(kind).values().forEach(key -> all.addAll(found.read(key).differences()));
    }
    return all;
  }

  RollbackStage rollback() {
    return new RollbackStage(ports(), () -> "undo-" + owners.incrementAndGet(), LEASE);
  }

  Deadline deadline() {
    return new Deadline(clock.instant().plus(Duration.ofMinutes(15)));
  }

  /** A job in LOADING whose chunks hold these rows. */
  Job job(String file, List<List<DesiredRecord>> chunks) {
    Upload upload = new Upload("b", "inbox/spring/" + file, "v1", false, 1);
    Job job = jobs.create(Job.received(upload, clock.instant()));
    jobs.transition(job.id(), JobState.RECEIVED, JobEvent.PARSE_CLAIMED, "", clock.instant());
    Lease parse =
        jobs.acquire(Lease.ofParse(job.id()), "parser", LEASE, clock.instant()).orElseThrow();
    jobs.describe(parse, job.id(), "fake", ACCOUNT, "{}", clock.instant());
    for (int index = 0; index < chunks.size(); index++) {
      List<DesiredRecord> rows = chunks.get(index);
      jobs.addChunk(parse, chunk(job, index, rows.size()), "{}", clock.instant());
      files.writeLines(WorkFiles.chunkKey(job.id(), "operations", index), rows);
      files.writeLines(
          WorkFiles.chunkKey(job.id(), Vocabulary.FOLDER, index),
          List.of(new Vocabulary(lists(), List.of("vip", "lead"))));
    }
    jobs.endParsing(parse, job.id(), "00".repeat(32), clock.instant());
    for (int index = 0; index < chunks.size(); index++) {
      jobs.chunkMapped(job.id(), index, Counters.ZERO, clock.instant());
    }
    return jobs.transition(job.id(), JobState.MAPPING, JobEvent.MAPPED, "", clock.instant())
        .orElseThrow();
  }

  private static Chunk chunk(Job job, int index, int rows) {
    return new Chunk(job.id(), index, ChunkState.PARSED, 0, rows, 0, Counters.ofParsed(rows));
  }

  private static List<Definition> lists() {
    return List.of(Definition.list("news"), Definition.list("course"));
  }

  /** A row about person number {@code n}. */
  static DesiredRecord row(long row, int n) {
    return row(row, n, Map.of());
  }

  /** A row like another one, but for what it says. */
  static DesiredRecord like(
      DesiredRecord row, String email, List<String> tags, ConsentOrder consent) {
    return new DesiredRecord(
        row.row(),
        row.line(),
        row.kind(),
        row.sourceKey(),
        row.marker(),
        email,
        row.fields(),
        tags,
        row.lists(),
        consent,
        row.consentReason());
  }

  static DesiredRecord row(long row, int n, Map<String, String> more) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("email", "p" + n + "@example.com");
    fields.put("lastname", "Person" + n);
    fields.putAll(more);
    ConsentOrder consent =
        n % 3 == 0
            ? ConsentOrder.OPT_OUT
            : n % 3 == 1 ? ConsentOrder.SUBSCRIBE : ConsentOrder.LEAVE;
    return new DesiredRecord(
        row,
        row + 2,
        RecordKind.CONTACT,
        "id:" + n,
        Integer.toString(n),
        fields.get("email"),
        fields,
        List.of("vip"),
        n % 2 == 0 ? List.of("news", "course") : List.of("news"),
        consent,
        "test");
  }

  /** People numbered from–to in chunks of a size. */
  static List<List<DesiredRecord>> people(int from, int to, int chunk) {
    List<List<DesiredRecord>> chunks = new ArrayList<>();
    for (int n = from; n < to; n++) {
      if ((n - from) % chunk == 0) {
        chunks.add(new ArrayList<>());
      }
      chunks.get(chunks.size() - 1).add(row(n - from, n));
    }
    return chunks;
  }

  /** Answers load bells until the job is loaded. */
  Job loadAll(Job job) {
    for (int i = 0; i < 50 && !now(job).allLoaded(); i++) {
      loader().handle(ACCOUNT, deadline());
      clock.advance(Duration.ofSeconds(6));
    }
    return now(job);
  }

  /** Asks for a rollback and answers its bells until it has ended. */
  Job undoAll(Job job) {
    request(job);
    for (int i = 0; i < 50 && now(job).state() == JobState.ROLLING_BACK; i++) {
      rollback().handle(job.id(), deadline());
      clock.advance(Duration.ofSeconds(70));
    }
    return now(job);
  }

  /** Asks for a rollback. */
  void request(Job job) {
    request(job, Set.of());
  }

  /** Asks for a rollback that takes some things back by force. */
  void request(Job job, Set<Forced> force) {
    new UndoFiles(files).request(job.id(), force);
    jobs.transition(job.id(), now(job).state(), JobEvent.ROLLBACK, "", clock.instant());
  }

  /** All of them are asked for at once, and the bells come in any order. */
  void undoTogether(List<Job> together, Set<Forced> force) {
    together.forEach(job -> request(job, force));
    List<Job> bells = new ArrayList<>(together);
    Collections.shuffle(bells, new Random(3));
    for (int i = 0; i < 30; i++) {
      bells.forEach(job -> rollback().handle(job.id(), deadline()));
      clock.advance(Duration.ofSeconds(70));
    }
    assertThat(together)
        .allSatisfy(job -> assertThat(now(job).state()).isEqualTo(JobState.ROLLED_BACK));
  }

  /** What the rollback of a job did and left. */
  UndoSummary undoSummary(Job job) {
    return new UndoFiles(files).report(now(job)).orElseThrow().summary();
  }

  /** A file with one person in it is loaded. */
  Job person(String file, Map<String, String> more) {
    return loadAll(job(file, List.of(List.of(row(0, 1, more)))));
  }

  /** One is paused after its first chunk, and goes on when the other one has ended. */
  List<Job> jobsThatTookTurns() {
    Job first =
        job(
            "first.csv",
            List.of(
                List.of(row(0, 1, Map.of("city", "Turin", "lastname", "One"))),
                List.of(row(1, 2), row(2, 1, Map.of("city", "Naples")))));
    destination =
        CrmAround.of(
            crm,
            (call, args, right) -> {
              if (call.equals("update")) {
                jobs.transition(first.id(), JobState.LOADING, JobEvent.PAUSE, "", clock.instant());
              }
              return right.run();
            });
    loader().handle(ACCOUNT, deadline());
    destination = crm;
    assertThat(now(first).chunksLoaded()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(5));
    Job other = person("other.csv", Map.of("city", "Milan", "lastname", "Two"));
    jobs.transition(first.id(), JobState.PAUSED, JobEvent.RESUME, "", clock.instant());
    loadAll(first);
    return List.of(now(first), now(other));
  }

  Job now(Job job) {
    return jobs.find(job.id()).orElseThrow();
  }

  /** What the loader said of every row, by row. */
  Map<Long, RowOutcome> outcomes(Job job) {
    Map<Long, RowOutcome> all = new LinkedHashMap<>();
    for (String key : files.list(job.id(), "outcomes")) {
      for (RowOutcome row : files.readLines(key, RowOutcome.class)) {
        if (all.put(row.row(), row) != null) {
          throw new AssertionError("invariant 1: two outcomes for row " + row.row());
        }
      }
    }
    return all;
  }

  List<Bell> rung() {
    return bells.rung();
  }
}
