package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Lease;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.plan.FieldMap;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parser: recognises an upload and cuts it into chunks, under a lease, from checkpoint to
 * checkpoint. Nothing of the destination is touched.
 */
public final class ParseStage implements BellHandler {
  /** The largest upload, in bytes. */
  public static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  private final ObjectStore objects;
  private final WorkFiles files;
  private final JobStore jobs;
  private final Bells bells;
  private final Plans plans;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Supplier<String> owners;
  private final Duration leaseLength;
  private final int chunkRows;
  private final ExportDetector detector = new ExportDetector();

  /**
   * Takes its collaborators.
   *
   * @param owners gives a name that no other try has
   * @param leaseLength how long a job is ours without renewal
   * @param chunkRows how many rows travel together
   */
  public ParseStage(
      StagePorts ports, Plans plans, Supplier<String> owners, Duration leaseLength, int chunkRows) {
    this.objects = ports.objects();
    this.files = ports.files();
    this.jobs = ports.jobs();
    this.bells = ports.bells();
    this.json = ports.json();
    this.clock = ports.clock();
    this.plans = plans;
    this.owners = owners;
    this.leaseLength = leaseLength;
    this.chunkRows = chunkRows;
  }

  @Override
  public void handle(String jobId, Deadline deadline) {
    Optional<Job> job =
        jobs.find(jobId)
            .filter(j -> j.state() == JobState.RECEIVED || j.state() == JobState.PARSING);
    if (job.isEmpty()) {
      return;
    }
    Optional<Lease> lease =
        jobs.acquire(Lease.ofParse(jobId), owners.get(), leaseLength, clock.instant());
    if (lease.isEmpty()) {
      return; // Somebody is at it; the conductor rings again if that one dies.
    }
    LeaseKeeper keeper = new LeaseKeeper(jobs, clock, leaseLength, lease.get());
    try {
      parse(job.get(), keeper, deadline);
    } catch (StaleLeaseException e) {
      return; // Another parser goes on from the checkpoint.
    } catch (PlanException e) {
      fail(jobId, e.code() + " " + e.getMessage());
    } catch (ObjectStore.UploadGoneException e) {
      fail(jobId, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the upload of " + jobId, e);
    } finally {
      keeper.release();
    }
  }

  private void parse(Job job, LeaseKeeper keeper, Deadline deadline) throws IOException {
    Optional<Job> claimed =
        jobs.transition(job.id(), job.state(), JobEvent.PARSE_CLAIMED, "", clock.instant());
    if (claimed.isEmpty()) {
      return;
    }
    Optional<ExportLayout> layout =
        job.layout().isEmpty()
            ? recognise(job, keeper)
            : Optional.of(json.readValue(job.layout(), ExportLayout.class));
    if (layout.isEmpty()) {
      return;
    }
    Job current = jobs.find(job.id()).orElseThrow();
    ChunkWriter writer = new ChunkWriter(files, jobs, json, clock, plans.of(current), chunkRows);
    ChunkWriter.End end = writer.write(objects, current, layout.get(), keeper, deadline);
    if (!end.whole()) {
      bells.ring(List.of(Bell.parse(job.id()))); // The baton.
      return;
    }
    new MappingProposal(files, plans).propose(current, layout.get(), end.chunks());
    Job parsed = jobs.endParsing(keeper.current(), job.id(), end.sha256(), clock.instant());
    ringMappers(parsed);
  }

  private void ringMappers(Job job) {
    List<Bell> all = new ArrayList<>();
    for (int chunk = 0; chunk < job.chunks(); chunk++) {
      all.add(Bell.map(job.id(), chunk));
    }
    bells.ring(all.isEmpty() ? List.of(Bell.control(job.id())) : all);
  }

  /** What the upload is; nothing if the job ended here, with its reason. */
  private Optional<ExportLayout> recognise(Job job, LeaseKeeper keeper) throws IOException {
    Upload upload = job.upload();
    if (upload.size() > MAX_BYTES) {
      fail(job.id(), "OFF-1111 The file is larger than 5 GB. Split it and upload the parts.");
      return Optional.empty();
    }
    Plan plan = plans.freeze(upload);
    if (FieldMap.of(plan.destination()).isEmpty()) {
      fail(
          job.id(),
          "OFF-1507 plan.yaml names the destination \"%s\", which Offramp does not know."
              .formatted(plan.destination()));
      return Optional.empty();
    }
    Detection found = detector.detect(head(upload), plan.settings(upload.fileName()));
    if (found instanceof Detection.Unreadable unreadable) {
      fail(job.id(), unreadable.code() + " " + unreadable.message());
      return Optional.empty();
    }
    if (found instanceof Detection.Unknown unknown) {
      jobs.transition(
          job.id(),
          JobState.PARSING,
          JobEvent.KIND_UNKNOWN,
          "OFF-1112 " + unknown.message(),
          clock.instant());
      return Optional.empty();
    }
    ExportLayout layout = ((Detection.Recognised) found).layout();
    if (layout.kind() != ExportKind.CONTACTS) {
      fail(
          job.id(),
          "OFF-1113 This is an export of %s. Contacts are moved first; these are not moved yet."
              .formatted(layout.kind().name().toLowerCase(Locale.ROOT)));
      return Optional.empty();
    }
    jobs.describe(
        keeper.current(),
        job.id(),
        plan.destination(),
        plan.accountOf(job.migration()),
        text(layout),
        clock.instant());
    return Optional.of(layout);
  }

  private byte[] head(Upload upload) throws IOException {
    try (InputStream in = objects.read(upload, 0)) {
      return in.readNBytes(ExportDetector.HEAD);
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a layout is always JSON", e);
    }
  }

  private void fail(String jobId, String reason) {
    jobs.transition(jobId, JobState.PARSING, JobEvent.FAIL, reason, clock.instant());
  }
}
