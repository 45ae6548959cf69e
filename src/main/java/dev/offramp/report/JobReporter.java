package dev.offramp.report;

import dev.offramp.enrich.EnrichedPages;
import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Replay;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes what a job came to: the summary, every row's outcome, and the rejects, with a page. */
public final class JobReporter {
  /** The folders of the work area in which stages leave outcomes. */
  public static final List<String> OUTCOME_FOLDERS =
      List.of("rejects/parse", "rejects/map", "outcomes");

  private static final String SUMMARY = "summary.json";

  private final ObjectStore objects;
  private final WorkFiles files;
  private final Function<Job, String> mappingVersion;
  private final MergeTable merges;
  private final Reconciler reconciler;
  private final RejectsTable rejects;
  private final Function<Job, Conduct> conduct;

  /**
   * Takes the bucket, and what knows the rules of a job.
   *
   * @param mappingVersion under which rules a job was mapped
   * @param conduct how a job was loaded
   * @param columns by the destination's field, the column of the upload that goes there
   */
  public JobReporter(
      ObjectStore objects,
      WorkFiles files,
      Function<Job, String> mappingVersion,
      Function<Job, Map<String, String>> columns,
      Function<Job, Conduct> conduct) {
    this.objects = objects;
    this.files = files;
    this.mappingVersion = mappingVersion;
    this.rejects = new RejectsTable(files);
    this.conduct = conduct;
    this.merges = new MergeTable(files, columns);
    this.reconciler = new Reconciler(objects, files, mappingVersion, columns);
  }

  /** Where a file of a job's report lies. */
  public static String key(Job job, String name) {
    return key(job.migration(), job.id(), name);
  }

  private static String key(String migration, String jobId, String name) {
    return "reports/%s/%s/%s".formatted(migration, jobId, name);
  }

  /**
   * Writes the report; again if it is there already.
   *
   * @return why somebody should look at it, with a code; empty where nobody has to
   */
  public String report(Job job, Instant now) {
    Reconciler.Verdict verdict = reconciler.reconcile(job);
    Optional<Replay> from = Replay.of(files, job.id());
    JobSummary summary =
        new JobSummary(
            job.id(),
            job.migration(),
            job.upload().key(),
            job.sha256(),
            job.upload().size(),
            job.destination(),
            mappingVersion.apply(job),
            job.counters(),
            conduct.apply(job),
            new EnrichedPages(files).tally(job.id()).orElse(null),
            new JobSummary.Verification(
                verdict.result().name(), verdict.sentence(), Reconciler.PAGE),
            job.createdAt(),
            now,
            job.keptUntil(),
            from.filter(replay -> !replay.sample()).map(Replay::original).orElse(null),
            from.filter(Replay::sample).map(Replay::original).orElse(null),
            null);
    summary(job.migration(), summary);
    put(job, "outcomes.csv", "text/csv; charset=utf-8", csv(job));
    rejects.write(job, (name, content) -> put(job, name, "text/csv; charset=utf-8", content));
    put(job, "merges.csv", "text/csv; charset=utf-8", merges.csv(job));
    Replayed.note(files, job).ifPresent(sum -> retell(job, sum));
    return verdict.reason();
  }

  /** The original's report says what came of its rejects. */
  private void retell(Job replay, Replayed sum) {
    String original = Replay.ofRejects(files, replay.id()).orElseThrow().original();
    files
        .readDocument(key(replay.migration(), original, SUMMARY), JobSummary.class)
        .ifPresent(summary -> summary(replay.migration(), summary.with(sum)));
  }

  private void summary(String migration, JobSummary summary) {
    files.writeDocument(key(migration, summary.jobId(), SUMMARY), summary);
    put(
        key(migration, summary.jobId(), "report.html"),
        "text/html; charset=utf-8",
        new ReportPage().render(summary).getBytes(StandardCharsets.UTF_8));
  }

  private byte[] csv(Job job) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader("row", "line", "outcome", "record", "code", "detail")
            .get();
    try (CSVPrinter printer =
        new CSVPrinter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), format)) {
      for (String folder : OUTCOME_FOLDERS) {
        for (String file : files.list(job.id(), folder)) {
          for (RowOutcome row : files.readLines(file, RowOutcome.class)) {
            print(printer, row);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report of " + job.id(), e);
    }
    return bytes.toByteArray();
  }

  private static void print(CSVPrinter printer, RowOutcome row) throws IOException {
    printer.printRecord(
        row.row(),
        row.line(),
        row.outcome(),
        SafeCells.of(row.remoteId()),
        row.code(),
        SafeCells.of(row.detail()));
  }

  private void put(Job job, String name, String type, byte[] content) {
    put(key(job, name), type, content);
  }

  private void put(String key, String type, byte[] content) {
    try {
      objects.put(key, content, type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + key, e);
    }
  }
}
