package dev.offramp.bench;

import dev.offramp.aws.Composition;
import dev.offramp.aws.SleepingWaiter;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.stage.ControlStage;
import dev.offramp.throttle.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Takes one upload through the stages, one after another, in this process. */
public final class StageRun {
  private static final Duration LONGEST = Duration.ofHours(3);

  private final MeteredCloud cloud;
  private final Composition parts;
  private final Waiter waiter;
  private String id = "";

  /** Takes where it runs. */
  public StageRun(MeteredCloud cloud) {
    this.cloud = cloud;
    this.parts = cloud.parts();
    this.waiter = new SleepingWaiter(parts.clock());
  }

  /** Puts an export into the inbox, beside the plan that is there. */
  public void upload(String key, String csv) throws IOException {
    cloud.put(key, csv);
    Job received = Job.received(parts.objects().head(key).orElseThrow(), Instant.now());
    id = parts.jobs().create(received).id();
  }

  /** The job as it is now. */
  public Job job() {
    return parts.jobs().find(id).orElseThrow();
  }

  /** Everything before the loading. */
  public void prepare() {
    parse();
    map();
    conduct();
  }

  /** Reads the export; gives how long it took. */
  public Duration parse() {
    return timed(parts.parser(), id);
  }

  /** Maps every chunk; gives how long it took. */
  public Duration map() {
    Duration sum = Duration.ZERO;
    for (int chunk = 0; chunk < job().chunks(); chunk++) {
      sum = sum.plus(timed(parts.mapper(), id + "/" + chunk));
    }
    return sum;
  }

  /** Opens the next phase, or ends the job; gives how long it took. */
  public Duration conduct() {
    return timed(parts.conductor(), ControlStage.EVERY_JOB);
  }

  /** Rings the loader until all is loaded, as its own bells do; gives how long it took. */
  public Duration load(BellHandler loader) {
    Instant begin = Instant.now();
    while (!job().allLoaded()) {
      waiter.waitUntil(job().notBefore());
      timed(loader, job().account());
      if (Instant.now().isAfter(begin.plus(LONGEST))) {
        throw new IllegalStateException(job().state() + " " + job().reason());
      }
    }
    return Duration.between(begin, Instant.now());
  }

  private static Duration timed(BellHandler stage, String bell) {
    Instant begin = Instant.now();
    stage.handle(bell, new Deadline(begin.plus(LONGEST)));
    return Duration.between(begin, Instant.now());
  }
}
