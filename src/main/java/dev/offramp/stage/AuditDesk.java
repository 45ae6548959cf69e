package dev.offramp.stage;

import dev.offramp.audit.Audit;
import dev.offramp.audit.AuditFacts;
import dev.offramp.audit.AuditPart;
import dev.offramp.audit.AuditResult;
import dev.offramp.audit.ReviewLine;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.job.Job;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.plan.Plan;
import dev.offramp.report.AuditTables;
import dev.offramp.report.JobReporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Adds up what was learnt of an upload and writes its audit into the report area, before anybody
 * can be asked for approval. The same upload, plan and names give the same files, byte for byte.
 */
final class AuditDesk {
  /** The most people in one file for review: a spreadsheet opens a million lines at most. */
  private static final int REVIEW_LINES = 500_000;

  private static final int REVIEW_BYTES = 32 * 1024 * 1024;
  private static final Duration FOR_EACH_RUN = Duration.ofMillis(600);

  private final ParseContext context;
  private final Reading reading;
  private final AuditTables tables = new AuditTables();

  AuditDesk(ParseContext context, Reading reading) {
    this.context = context;
    this.reading = reading;
  }

  /**
   * Whether there is time for it: it is not cut in two. 5 GB are some 400 runs, which take less
   * than half of the time that a fresh try has.
   */
  static boolean hasTime(ParseContext context, Checkpoint at) {
    return context.hasTimeBeside(FOR_EACH_RUN.multipliedBy(at.offsets().size()));
  }

  /** Writes all of it, again if it is there. */
  void write(Checkpoint at, Plan plan, ExportProfile profile) throws IOException {
    Job job = context.job();
    Audit.Upload upload =
        new Audit.Upload(job.upload().fileName(), at.sha256(), job.upload().size());
    ForecastWish wish = ForecastWish.to(plan.destination(), "", plan.share());
    AuditFacts facts =
        AuditFacts.of(upload, context.layout(), reading.plan(), profile, reading.names(), wish);
    AuditResult result = AuditResult.of(parts(at), facts);
    StringBuilder sample = new StringBuilder();
    tables.sample(sample, context.layout(), result.sample());
    put("sample.csv", AuditTables.CSV, sample.toString());
    SampleFile.write(
        job, context.layout(), result.sample(), context.ports().objects(), context.ports().files());
    review(at);
    put(AuditTables.PAGE, AuditTables.HTML, tables.page(result.audit()));
    // The last one: who finds it finds the others.
    put(AuditTables.DATA, AuditTables.JSON, tables.json(result.audit()));
  }

  private Iterable<AuditPart> parts(Checkpoint at) {
    LeaseKeeper lease = context.lease();
    WorkFiles files = context.ports().files();
    return () -> {
      Iterator<Integer> runs = IntStream.range(0, at.offsets().size()).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return runs.hasNext();
        }

        @Override
        public AuditPart next() {
          lease.current(); // Many parts may take longer than a lease.
          return RunFindings.part(files, context.job().id(), at.again(), runs.next());
        }
      };
    };
  }

  /** In files that a spreadsheet can open and this function can hold. */
  private void review(Checkpoint at) throws IOException {
    int file = 1;
    int lines = 0;
    StringBuilder text = new StringBuilder();
    AuditTables.Review open = tables.review(text);
    for (int run = 0; run < at.offsets().size(); run++) {
      context.lease().current();
      for (ReviewLine line :
          RunFindings.review(context.ports().files(), context.job().id(), at.again(), run)) {
        if (lines == REVIEW_LINES || text.length() >= REVIEW_BYTES) {
          put(AuditTables.review(file++), AuditTables.CSV, text.toString());
          text = new StringBuilder();
          open = tables.review(text);
          lines = 0;
        }
        open.add(line);
        lines++;
      }
    }
    put(AuditTables.review(file), AuditTables.CSV, text.toString());
  }

  private void put(String name, String type, String content) throws IOException {
    context
        .ports()
        .objects()
        .put(JobReporter.key(context.job(), name), content.getBytes(StandardCharsets.UTF_8), type);
  }
}
