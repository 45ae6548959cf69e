package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.RowsOf;
import dev.offramp.plan.FieldMaps;
import dev.offramp.plan.Plan;
import dev.offramp.report.UnknownKindReport;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;

/** Finds out what an upload is, and freezes the plan under which it is read. */
final class Recognition {
  private final ObjectStore objects;
  private final JobStore jobs;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Plans plans;
  private final FieldMaps maps;
  private final WorkFiles files;
  private final UnknownKindReport unknownKinds;
  private final ExportDetector detector = new ExportDetector();

  Recognition(StagePorts ports, Plans plans, FieldMaps maps) {
    this.objects = ports.objects();
    this.jobs = ports.jobs();
    this.json = ports.json();
    this.clock = ports.clock();
    this.plans = plans;
    this.maps = maps;
    this.files = ports.files();
    this.unknownKinds = new UnknownKindReport(ports.objects(), ports.files());
  }

  /** Whether rows of a kind are loaded into a destination; others are read and set aside. */
  static boolean isLoaded(ExportKind kind) {
    return kind == ExportKind.CONTACTS;
  }

  /** What the upload is; nothing if the job ended here, with its reason. */
  Optional<ExportLayout> recognise(Job job, LeaseKeeper keeper) throws IOException {
    Upload upload = job.upload();
    if (upload.size() > ParseStage.MAX_BYTES) {
      fail(job.id(), "OFF-1111 The file is larger than 5 GB. Split it and upload the parts.");
      return Optional.empty();
    }
    Plan plan = plans.freeze(upload);
    if (maps.of(plan.destination()).isEmpty()) {
      fail(
          job.id(),
          "OFF-1507 plan.yaml names the destination \"%s\", which Offramp does not know."
              .formatted(plan.destination()));
      return Optional.empty();
    }
    byte[] head = head(upload);
    Detection found = detector.detect(head, plan.settings(upload.fileName()));
    Optional<RowsOf> original =
        found instanceof Detection.Unreadable ? Optional.empty() : detector.rowsOf(head);
    if (original.isPresent()) {
      Optional<Job> known = jobs.find(original.get().job());
      boolean sample = original.get().sample();
      Optional<String> refusal = ReplayDesk.refusal(job, known, sample);
      if (refusal.isPresent()) {
        fail(job.id(), refusal.get());
        return Optional.empty();
      }
      new ReplayDesk(files, plans, json).keep(job, known.orElseThrow(), sample, head);
      found = detector.detect(head, plans.settings(job, plan));
    }
    if (found instanceof Detection.Unreadable unreadable) {
      fail(job.id(), unreadable.code() + " " + unreadable.message());
      return Optional.empty();
    }
    if (found instanceof Detection.Unknown unknown) {
      stop(job, unknown);
      return Optional.empty();
    }
    ExportLayout layout = ((Detection.Recognised) found).layout();
    Reading.keepHead(files, job.id(), layout, head);
    describe(job, plan, layout, keeper);
    return Optional.of(layout);
  }

  /** A job whose rows no destination takes belongs to none: it needs no account and no key. */
  private void describe(Job job, Plan plan, ExportLayout layout, LeaseKeeper keeper) {
    boolean loaded = isLoaded(layout.kind());
    jobs.describe(
        keeper.current(),
        job.id(),
        loaded ? plan.destination() : "",
        loaded ? plan.accountOf(job.migration()) : "",
        text(layout),
        clock.instant());
  }

  /** The report is there before the job says so. */
  private void stop(Job job, Detection.Unknown unknown) {
    String page = unknownKinds.write(job, unknown);
    jobs.transition(
        job.id(),
        JobState.PARSING,
        JobEvent.KIND_UNKNOWN,
        "OFF-1112 %s The lines to add are in %s; then retry the job."
            .formatted(unknown.message(), page),
        clock.instant());
  }

  private byte[] head(Upload upload) throws IOException {
    try (InputStream in = objects.read(upload, 0)) {
      return in.readNBytes(ExportDetector.HEAD);
    }
  }

  private String text(ExportLayout layout) {
    try {
      return json.writeValueAsString(layout);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a layout is always JSON", e);
    }
  }

  private void fail(String jobId, String reason) {
    jobs.transition(jobId, JobState.PARSING, JobEvent.FAIL, reason, clock.instant());
  }
}
