package dev.offramp.simulation;

import dev.offramp.job.Chunk;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.Queue;
import dev.offramp.stage.ControlStage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A world in which everything is mapped and nothing is loaded, to be put up again and again. */
final class Scene {
  private static final Duration BOUND = Duration.ofHours(2);

  /** Makes three people, one of whom is there already, each with another consent. */
  private static final int SEED = 37;

  private final Pipeline pipeline;
  private final Setup setup;
  private final Map<String, byte[]> objects = new LinkedHashMap<>();
  private final Job job;
  private final List<Chunk> chunks;

  /** Reads and maps the upload of a made-up world, once. */
  Scene(Pipeline pipeline, Setup setup) {
    this.pipeline = pipeline;
    this.setup = setup;
    try (World world = world(new OneFault(0, Fault.NONE))) {
      new Story(world).untilMapped();
      job = world.jobs.list("").get(0);
      chunks = world.jobs.chunks(job.id(), 0, job.chunks());
      for (String key : world.bucket.list("")) {
        objects.put(key, world.bucket.get(key).orElseThrow());
      }
    }
  }

  private World world(Faults faults) {
    return new World(pipeline, new Random(SEED), setup, faults, Bug.NONE);
  }

  /** Puts it up: the definitions are there, and nobody has begun with a chunk. */
  World put(Switches switches) {
    World world = world(switches);
    world.hands.moveIn();
    objects.forEach(world.bucket::upload);
    world.jobs.create(loading(job));
    var now = world.timeline.instant();
    Lease parse =
        world
            .jobs
            .acquire(Lease.ofParse(job.id()), "scene", Duration.ofMinutes(1), now)
            .orElseThrow();
    chunks.forEach(chunk -> world.jobs.addChunk(parse, chunk, job.checkpoint(), now));
    load(world);
    world.timeline.run(() -> false, now.plus(Pipeline.LEASE.multipliedBy(2)));
    switches.in(world, () -> load(world));
    switches.begin();
    return world;
  }

  /** Adding the chunks adds their numbers. */
  private static Job loading(Job j) {
    return new Job(
        j.id(),
        j.upload(),
        JobState.LOADING,
        j.destination(),
        j.account(),
        0,
        j.chunks(),
        0,
        Counters.ZERO,
        j.checkpoint(),
        j.layout(),
        false,
        j.sha256(),
        "",
        j.notBefore(),
        j.createdAt(),
        j.updatedAt(),
        j.keptUntil());
  }

  /** Begins a loader. */
  void load(World world) {
    FunctionKind kind = FunctionKind.of(Queue.LOADS);
    String bell = "{\"bell\":\"" + job.account() + "\"}";
    world.functions.invoke(kind, Map.of("scene", bell), failed -> {});
  }

  /** Lets whatever runs come to its end. */
  void settle(World world) {
    await(world, () -> world.timeline.alive().isEmpty());
  }

  /** The schedule rings until the job is done; then every row is looked at. */
  void finish(World world) {
    world.faults.stop();
    tick(world);
    await(
        world,
        () ->
            world.jobs.find(job.id()).orElseThrow().state() == JobState.COMPLETED
                && world.timeline.alive().isEmpty());
    world.counters.ended(world.jobs.find(job.id()).orElseThrow());
    world.consents.ended();
  }

  private void tick(World world) {
    FunctionKind kind = FunctionKind.of(Queue.CONTROL);
    world.functions.tick(kind, pipeline.onSchedule(), ControlStage.EVERY_JOB);
    world.timeline.after(Duration.ofMinutes(1), () -> tick(world));
  }

  private static void await(World world, BooleanSupplier reached) {
    if (!world.timeline.run(reached, world.timeline.instant().plus(BOUND))) {
      throw new Violation(0, "it does not come to an end");
    }
  }
}
