package dev.offramp.stage;

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
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.plan.FieldMaps;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import dev.offramp.record.SourceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The parser: recognises an upload, cuts it into sorted runs, and merges these into chunks, oldest
 * row first; under a lease, from checkpoint to checkpoint. Nothing of the destination is touched.
 */
public final class ParseStage implements BellHandler {
  /** The largest upload, in bytes. */
  public static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  private final StagePorts ports;
  private final JobStore jobs;
  private final Bells bells;
  private final Plans plans;
  private final InstantSource clock;
  private final Supplier<String> owners;
  private final Duration leaseLength;
  private final ParseSizes sizes;
  private final BiFunction<ExportLayout, KartraSettings, RowParser<? extends SourceRecord>> parsers;
  private final Recognition recognition;
  private final ReplayDesk replays;
  private final FieldMaps maps = new FieldMaps();

  /**
   * Takes its collaborators.
   *
   * @param owners gives a name that no other try has
   * @param leaseLength how long a job is ours without renewal
   * @param chunkRows how many rows travel together
   */
  public ParseStage(
      StagePorts ports, Plans plans, Supplier<String> owners, Duration leaseLength, int chunkRows) {
    this(ports, plans, owners, leaseLength, ParseSizes.of(chunkRows), RecordParsers::of);
  }

  /** The same with other sizes, and other parsers of the kinds. */
  ParseStage(
      StagePorts ports,
      Plans plans,
      Supplier<String> owners,
      Duration leaseLength,
      ParseSizes sizes,
      BiFunction<ExportLayout, KartraSettings, RowParser<? extends SourceRecord>> parsers) {
    this.ports = ports;
    this.jobs = ports.jobs();
    this.bells = ports.bells();
    this.clock = ports.clock();
    this.plans = plans;
    this.owners = owners;
    this.leaseLength = leaseLength;
    this.sizes = sizes;
    this.parsers = parsers;
    this.replays = new ReplayDesk(ports.files(), plans, ports.json());
    this.recognition = new Recognition(ports, plans, maps);
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
    // The bells ring when the lease is free: a successor that finds it held would go away again.
    bells.ring(work(job.get(), new LeaseKeeper(jobs, clock, leaseLength, lease.get()), deadline));
  }

  private List<Bell> work(Job job, LeaseKeeper keeper, Deadline deadline) {
    try {
      return parse(job, keeper, deadline);
    } catch (StaleLeaseException e) {
      return List.of(); // Another parser goes on from the checkpoint.
    } catch (PlanException e) {
      return fail(job.id(), e.code() + " " + e.getMessage());
    } catch (ObjectStore.UploadGoneException e) {
      return fail(job.id(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the upload of " + job.id(), e);
    } finally {
      keeper.release();
    }
  }

  /** Parses as far as the time goes; the bells to ring then. */
  private List<Bell> parse(Job job, LeaseKeeper keeper, Deadline deadline) throws IOException {
    Optional<Job> claimed =
        jobs.transition(job.id(), job.state(), JobEvent.PARSE_CLAIMED, "", clock.instant());
    if (claimed.isEmpty()) {
      return List.of();
    }
    Optional<ExportLayout> layout =
        job.layout().isEmpty()
            ? recognition.recognise(job, keeper)
            : Optional.of(ports.json().readValue(job.layout(), ExportLayout.class));
    if (layout.isEmpty()) {
      return List.of();
    }
    Job current = jobs.find(job.id()).orElseThrow();
    Reading reading = new Reading(ports, plans, current, layout.get());
    if (!isReadable(current, layout.get(), reading)) {
      return List.of();
    }
    return parse(new ParseContext(ports, sizes, current, layout.get(), keeper, deadline), reading);
  }

  private List<Bell> parse(ParseContext context, Reading reading) throws IOException {
    String jobId = context.job().id();
    Plan plan = plans.of(context.job());
    Checkpoint at = context.checkpoint();
    for (boolean again : new boolean[] {false, true}) {
      if (!at.isScanned() && at.again() == again) {
        at = scan(context, reading, plan, at);
      }
    }
    if (!at.isScanned() || !new ChunkWriter(context).write(at) || !AuditDesk.hasTime(context, at)) {
      return List.of(Bell.parse(jobId)); // The baton.
    }
    ExportProfile profile =
        RunFindings.profile(
            ports.files(), jobId, context.layout(), at.again(), at.offsets().size());
    new MappingProposal(ports, plans, maps).propose(context.job(), context.layout(), profile);
    new AuditDesk(context, reading).write(at, plan, profile);
    return mapping(jobs.endParsing(context.lease().current(), jobId, at.sha256(), clock.instant()));
  }

  private Checkpoint scan(ParseContext context, Reading reading, Plan plan, Checkpoint at)
      throws IOException {
    KartraSettings settings = reading.settings(at.again());
    RowEncoder encoder =
        new RowEncoder(
            parsers.apply(context.layout(), settings),
            ports.json(),
            replays.rows(context.job().id()));
    return new RunScanner(context, encoder, reading, settings, plan.sample()).scan(at);
  }

  private static List<Bell> mapping(Job job) {
    List<Bell> all = new ArrayList<>();
    for (int chunk = 0; chunk < job.chunks(); chunk++) {
      all.add(Bell.map(job.id(), chunk));
    }
    return all.isEmpty() ? List.of(Bell.control(job.id())) : all;
  }

  private boolean isReadable(Job job, ExportLayout layout, Reading reading) {
    try {
      return parsers.apply(layout, reading.plan()) != null;
    } catch (IllegalArgumentException e) {
      fail(
          job.id(),
          "OFF-1160 Rows of %s cannot be read by this version."
              .formatted(layout.kind().name().toLowerCase(Locale.ROOT)));
      return false;
    }
  }

  private List<Bell> fail(String jobId, String reason) {
    jobs.transition(jobId, JobState.PARSING, JobEvent.FAIL, reason, clock.instant());
    return List.of();
  }
}
