package dev.offramp.report;

import dev.offramp.enrich.EnrichedPages;
import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Outcome;
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
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes what a job came to: the summary, every row's outcome, and the rejects, with a page. */
public final class JobReporter {
  /** The folders of the work area in which stages leave outcomes. */
  public static final List<String> OUTCOME_FOLDERS =
      List.of("rejects/parse", "rejects/map", "outcomes");

  private final ObjectStore objects;
  private final WorkFiles files;
  private final Function<Job, String> mappingVersion;
  private final MergeTable merges;
  private final Reconciler reconciler;
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
    this.conduct = conduct;
    this.merges = new MergeTable(files, columns);
    this.reconciler = new Reconciler(objects, files, mappingVersion, columns);
  }

  /** Where a file of a job's report lies. */
  public static String key(Job job, String name) {
    return "reports/%s/%s/%s".formatted(job.migration(), job.id(), name);
  }

  /**
   * Writes the report; again if it is there already.
   *
   * @return why somebody should look at it, with a code; empty where nobody has to
   */
  public String report(Job job, Instant now) {
    Reconciler.Verdict verdict = reconciler.reconcile(job);
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
            now);
    files.writeDocument(key(job, "summary.json"), summary);
    put(job, "outcomes.csv", "text/csv; charset=utf-8", csv(job, row -> true));
    put(
        job,
        "rejects.csv",
        "text/csv; charset=utf-8",
        csv(job, row -> row.outcome() == Outcome.REJECTED || row.outcome() == Outcome.EXCLUDED));
    put(job, "merges.csv", "text/csv; charset=utf-8", merges.csv(job));
    put(
        job,
        "report.html",
        "text/html; charset=utf-8",
        new ReportPage().render(summary).getBytes(StandardCharsets.UTF_8));
    return verdict.reason();
  }

  private byte[] csv(Job job, Predicate<RowOutcome> wanted) {
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
            if (wanted.test(row)) {
              print(printer, row);
            }
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
    try {
      objects.put(key(job, name), content, type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " of " + job.id(), e);
    }
  }
}
