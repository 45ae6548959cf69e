package dev.offramp.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.EnrichPorts;
import dev.offramp.enrich.Enrichment;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.load.Lanes;
import dev.offramp.record.SourceRecord;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryBells;
import dev.offramp.testkit.MemoryJobStore;
import dev.offramp.testkit.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A parser, a mapper and a conductor over stores in memory, with small sizes. */
final class StageRig {
  static final Duration LEASE = Duration.ofSeconds(60);
  static final ParseSizes SMALL = new ParseSizes(7, 4000, 1500, 256);
  static final String PLAN = "destination: hubspot\napproval: automatic\n";

  final ManualClock clock;
  final MemoryObjectStore memory;
  final MemoryJobStore table;
  final MemoryBells bells = new MemoryBells();
  final ObjectMapper json =
      new ObjectMapper().registerModule(new JavaTimeModule()).registerModule(new Jdk8Module());
  ObjectStore objects;
  JobStore jobs;
  BiFunction<ExportLayout, KartraSettings, RowParser<? extends SourceRecord>> parsers =
      cached(RecordParsers::of);
  private final AtomicInteger owners;
  private ParseStage made;
  private ObjectStore madeOf;

  StageRig() {
    this(
        new ManualClock(Instant.parse("2026-01-01T00:00:00Z")),
        new MemoryObjectStore(),
        new MemoryJobStore(),
        new AtomicInteger());
  }

  private StageRig(
      ManualClock clock, MemoryObjectStore memory, MemoryJobStore table, AtomicInteger owners) {
    this.clock = clock;
    this.memory = memory;
    this.table = table;
    this.owners = owners;
    this.objects = memory;
    this.jobs = table;
  }

  /** Making a parser costs far more than the few rows of a test. */
  private static <T> BiFunction<ExportLayout, KartraSettings, T> cached(
      BiFunction<ExportLayout, KartraSettings, T> parsers) {
    Map<List<Object>, T> known = new HashMap<>();
    return (layout, settings) ->
        known.computeIfAbsent(List.of(layout, settings), k -> parsers.apply(layout, settings));
  }

  /** Another machine on the same stores, undisturbed. */
  StageRig another() {
    return new StageRig(clock, memory, table, owners);
  }

  StagePorts ports() {
    return new StagePorts(objects, files(), jobs, bells, json, clock);
  }

  WorkFiles files() {
    return new WorkFiles(objects, json);
  }

  Plans plans() {
    return new Plans(objects, files());
  }

  /** A mapper whose plans want nothing from Kartra's API. */
  MapStage mapper() {
    EnrichPorts ports =
        new EnrichPorts(
            (migration, share, patience, latestEnd) -> {
              throw new AssertionError("nobody asked for enrichment");
            },
            files(),
            jobs,
            bells,
            Lanes.single(),
            clock,
            () -> "mapper-" + owners.incrementAndGet(),
            LEASE,
            Duration.ofSeconds(20));
    return new MapStage(
        ports(), plans(), new FactsDesk(new Enrichment(ports), new AccountFiles(files())));
  }

  /** A stage keeps nothing between calls, so one is enough while the stores are the same. */
  ParseStage parser() {
    if (made == null || madeOf != objects) {
      madeOf = objects;
      made =
          new ParseStage(
              ports(), plans(), () -> "parser-" + owners.incrementAndGet(), LEASE, SMALL, parsers);
    }
    return made;
  }

  /** A job whose upload and plan are in the inbox. */
  Job job(String file, String csv) {
    return job(file, csv, PLAN);
  }

  Job job(String file, String csv, String plan) {
    memory.upload("inbox/spring/plan.yaml", plan.getBytes(StandardCharsets.UTF_8));
    Upload upload = memory.upload("inbox/spring/" + file, csv.getBytes(StandardCharsets.UTF_8));
    return table.create(Job.received(upload, clock.instant()));
  }

  Deadline deadline() {
    return new Deadline(clock.instant().plus(Duration.ofMinutes(10)));
  }

  /** Answers parse bells until the job is parsed or rests. */
  Job parse(Job job) {
    while (now(job).state() == JobState.RECEIVED || now(job).state() == JobState.PARSING) {
      parser().handle(job.id(), deadline());
    }
    return now(job);
  }

  Job now(Job job) {
    return table.find(job.id()).orElseThrow();
  }

  /** The rows of all chunks, in the order of the chunks. */
  List<StoredRow> rows(Job job) {
    List<StoredRow> all = new ArrayList<>();
    for (String key : files().list(job.id(), "rows")) {
      all.addAll(files().readLines(key, StoredRow.class));
    }
    return all;
  }

  List<RowOutcome> ended(Job job, String folder) {
    List<RowOutcome> all = new ArrayList<>();
    for (String key : files().list(job.id(), folder)) {
      all.addAll(files().readLines(key, RowOutcome.class));
    }
    return all;
  }

  /** Everything in the work area and the report area, by key, with a digest of the content. */
  Map<String, Integer> area() {
    Map<String, Integer> area = new TreeMap<>();
    for (String prefix : List.of("work/", "reports/")) {
      memory
          .list(prefix)
          .forEach(key -> area.put(key, Arrays.hashCode(memory.get(key).orElseThrow())));
    }
    return area;
  }
}
