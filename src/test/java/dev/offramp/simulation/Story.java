package dev.offramp.simulation;

import dev.offramp.job.Bell;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Queue;
import dev.offramp.job.Upload;
import dev.offramp.load.UndoFiles;
import dev.offramp.stage.ControlStage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** What happens in a world: a customer uploads, it is loaded, people work, it is taken back. */
final class Story {
  private static final Duration TROUBLE = Duration.ofMinutes(40);
  private static final Duration BOUND = Duration.ofHours(9);
  private static final FunctionKind CONDUCTOR = FunctionKind.of(Queue.CONTROL);

  private final World world;
  private boolean told;

  Story(World world) {
    this.world = world;
  }

  /** Tells it to its end. */
  void tell() {
    world.hands.moveIn();
    upload();
    tick();
    people();
    boolean midRun = world.setup.midRun();
    await("the load", midRun ? this::underWay : this::loaded);
    if (!midRun) {
      checkLoaded();
    }
    rollBack();
    world.faults.stop();
    await("the rollback", () -> inState(j -> j.state() == JobState.ROLLED_BACK));
    quiet();
    new RollbackCheck(world).check();
  }

  /** Only the load, however long it takes up to a bound; how long it took. */
  Duration load(Duration most) {
    world.hands.moveIn();
    upload();
    tick();
    if (!world.timeline.run(this::loaded, world.timeline.instant().plus(most))) {
      throw new Violation(0, "the load does not end in " + most);
    }
    checkLoaded();
    return Duration.between(World.START, world.timeline.instant());
  }

  /** Only until somebody would have to approve. */
  void untilMapped() {
    world.hands.moveIn();
    upload();
    tick();
    await("the mapping", () -> inState(job -> job.state() == JobState.AWAITING_APPROVAL));
  }

  private void upload() {
    world.bucket.upload(
        "inbox/spring/plan.yaml", world.setup.plan().getBytes(StandardCharsets.UTF_8));
    List<Upload> uploads = new ArrayList<>();
    world
        .migration
        .uploads()
        .forEach(
            (name, csv) ->
                uploads.add(
                    world.bucket.upload(
                        "inbox/spring/" + name, csv.getBytes(StandardCharsets.UTF_8))));
    for (Upload upload : uploads) {
      world.timeline.after(world.millis(600_000), () -> notify(upload));
    }
  }

  private void notify(Upload upload) {
    String body =
        """
        {"Records":[{"s3":{"bucket":{"name":"%s"},"object":{"key":"%s","eTag":"%s","size":%d}}}]}"""
            .formatted(upload.bucket(), upload.key(), upload.version(), upload.size());
    boolean never = happens(Fault.S3_EVENT_NEVER);
    Duration wait = never ? Duration.ofHours(2) : Duration.ZERO;
    world.queues.send(Queue.UPLOADS, body, wait);
    world.timeline.after(Duration.ofHours(3), () -> again(upload, body));
    if (happens(Fault.S3_EVENT_TWICE)) {
      world.queues.send(Queue.UPLOADS, body, world.millis(90_000));
    }
  }

  /** The customer sees no job, and uploads the same again. */
  private void again(Upload upload, String body) {
    if (world.jobs.find(upload.jobId()).isEmpty()) {
      world.queues.send(Queue.UPLOADS, body, Duration.ZERO);
      world.timeline.after(Duration.ofHours(1), () -> again(upload, body));
    }
  }

  private boolean happens(Fault fault) {
    boolean it = world.faults.happens(fault);
    if (it) {
      world.count(fault);
    }
    return it;
  }

  /** The schedule, every minute. */
  private void tick() {
    int times = happens(Fault.TICK_MISSED) ? 0 : happens(Fault.TICK_TWICE) ? 2 : 1;
    for (int i = 0; i < times && world.bug().ticks(); i++) {
      world.functions.tick(CONDUCTOR, world.pipeline().onSchedule(), ControlStage.EVERY_JOB);
    }
    world.timeline.after(Duration.ofMinutes(1), this::tick);
  }

  private void people() {
    world.timeline.after(TROUBLE, world.faults::stop);
    for (int i = 0; i < 6; i++) {
      world.timeline.after(world.millis(3_600_000), world.hands::edit);
    }
    world.timeline.after(world.millis(3_600_000), world.hands::unsubscribe);
    approve();
    world.operator.begin();
  }

  /** The operator looks in every few minutes. */
  private void approve() {
    for (Job job : world.jobs.list("")) {
      if (job.state() == JobState.AWAITING_APPROVAL) {
        move(job, JobEvent.APPROVED, Bell.load(job.account()));
      } else if (job.state() == JobState.LOADING && world.random.nextInt(20) == 0) {
        world.operator.pause(job);
      }
    }
    world.timeline.after(Duration.ofMinutes(5), this::approve);
  }

  private void move(Job job, JobEvent event, Bell bell) {
    world.jobs.transition(job.id(), job.state(), event, "", world.timeline.instant());
    world.bells.ring(List.of(bell));
  }

  private boolean inState(Predicate<Job> wanted) {
    List<Job> jobs = world.jobs.list("");
    return jobs.size() == world.migration.uploads().size() && jobs.stream().allMatch(wanted);
  }

  private boolean loaded() {
    return inState(job -> job.state() == JobState.COMPLETED) && world.timeline.alive().isEmpty();
  }

  /** Something is loaded already, or everything. */
  private boolean underWay() {
    return inState(job -> !job.account().isEmpty() || job.state() == JobState.COMPLETED)
        && (world.limits.calls() > 12 || loaded());
  }

  private void await(String what, java.util.function.BooleanSupplier reached) {
    if (!world.timeline.run(reached, world.timeline.instant().plus(BOUND))) {
      List<String> states =
          world.jobs.list("").stream().map(j -> j.state() + " " + j.reason()).toList();
      throw new Violation(0, what + " does not end: " + states);
    }
  }

  private void checkLoaded() {
    for (Job job : world.jobs.list("")) {
      world.counters.ended(job);
      new VerifyWatch(world).ended(job);
    }
    world.consents.ended();
  }

  /** The operator takes everything back: as a whole, or job after job, the last loaded first. */
  private void rollBack() {
    world.timeline.after(Duration.ofMinutes(20), world.faults::stop);
    world.hands.takenBackFrom(world.timeline.instant());
    List<String> jobs = new ArrayList<>(world.jobs.list("").stream().map(Job::id).toList());
    if (world.setup.whole()) {
      Collections.shuffle(jobs, world.random);
      jobs.forEach(this::takeBack);
      return;
    }
    jobs.removeAll(world.order().jobs());
    jobs.addAll(world.order().jobs());
    for (int i = jobs.size() - 1; i >= 0; i--) {
      String id = jobs.get(i);
      takeBack(id);
      await(
          "the rollback of a job",
          () -> world.jobs.find(id).orElseThrow().state() == JobState.ROLLED_BACK);
    }
  }

  private void takeBack(String id) {
    new UndoFiles(world.files).request(id, world.bug().force(world.setup.force()));
    Job job = world.jobs.find(id).orElseThrow();
    move(job, JobEvent.ROLLBACK, Bell.rollback(id));
    world.operator.said(id);
  }

  /** Whatever is still under way ends, and nothing is left over. */
  private void quiet() {
    await("what is under way", () -> world.timeline.alive().isEmpty() && due());
    if (!world.queues.dead().isEmpty()) {
      throw new Violation(0, world.queues.dead().size() + " dead letters are left");
    }
  }

  private boolean due() {
    if (!told) {
      told = true;
      world.timeline.after(Duration.ofHours(2), () -> told = false);
      return false;
    }
    return world.queues.dead().isEmpty();
  }
}
