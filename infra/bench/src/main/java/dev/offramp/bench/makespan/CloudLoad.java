package dev.offramp.bench.makespan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.aws.AwsClients;
import dev.offramp.aws.Composition;
import dev.offramp.aws.CompositionSettings;
import dev.offramp.aws.ResourceNames;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.LimitsCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Measures the makespan of a load into the simulated HubSpot, at its 190 calls in 10 s, on the
 * one-machine cloud: the functions' deployable artifacts in processes of their own. Prints what the
 * functions were at work as well.
 */
public final class CloudLoad {
  private static final String STACK = "bench";
  private static final String REGION = "us-east-1";
  private static final String TIER = "professional";
  private static final long SEED = 17;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Composition parts;

  private CloudLoad(Composition parts) {
    this.parts = parts;
  }

  /** Takes the project's folder, how many contacts (50000) and the order (paced). */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path project = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
    int people = args.length > 1 ? Integer.parseInt(args[1]) : 50_000;
    String order = args.length > 2 ? args[2] : "paced";
    LocalCloudOptions options =
        LocalCloudOptions.builder(project.resolve("template.yaml"))
            .projectRoot(project)
            .stackName(STACK)
            .region(REGION)
            .cacheDir(project.resolve("infra/bench/target/cloud-cache"))
            .logsDir(project.resolve("infra/bench/target/cloud-logs/" + Instant.now()))
            .scheduleOverride(Duration.ofSeconds(20))
            .prewarm(true)
            .build();
    try (SandboxServer vendor = SandboxServer.start(SandboxOptions.professional());
        LocalCloud cloud = new LocalCloud(options).start();
        Composition parts = parts(cloud)) {
      CloudLoad load = new CloudLoad(parts);
      load.upload(vendor, people, order);
      Makespan makespan = load.measure(vendor, order);
      load.await(job -> job.state() == JobState.COMPLETED);
      System.out.println(Makespan.HEAD);
      System.out.println(makespan.line());
      System.out.println(new FunctionTimes(options, cloud.logsDir()).table(people));
    }
  }

  private static Composition parts(LocalCloud cloud) {
    AwsClients clients =
        AwsClients.local(
            Map.of(
                "s3", cloud.endpoints().s3(),
                "sqs", cloud.endpoints().sqs(),
                "dynamodb", cloud.endpoints().dynamodb(),
                "secretsmanager", cloud.endpoints().secretsManager()),
            REGION);
    ResourceNames names =
        ResourceNames.ofStack(
            STACK, REGION, queue -> clients.sqs().getQueueUrl(q -> q.queueName(queue)).queueUrl());
    return new Composition(clients, names, CompositionSettings.of(Map.of()));
  }

  private void upload(SandboxServer vendor, int people, String order) throws IOException {
    parts
        .clients()
        .secrets()
        .createSecret(
            c ->
                c.name(parts.names().secret("hubspot/bench"))
                    .secretString(
                        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"%s\"}"
                            .formatted(vendor.baseUri(), vendor.key(), TIER)));
    put("plan.yaml", "destination: hubspot\napproval: automatic\norder: " + order + "\n");
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    new ExportGenerator(SEED, people).write(csv);
    put("contacts.csv", csv.toString(StandardCharsets.UTF_8));
  }

  private void put(String name, String text) {
    parts
        .clients()
        .s3()
        .putObject(
            p -> p.bucket(parts.names().bucket()).key("inbox/bench/" + name),
            RequestBody.fromString(text));
  }

  private Makespan measure(SandboxServer vendor, String order) throws InterruptedException {
    await(job -> job.state() == JobState.LOADING);
    Instant begin = Instant.now();
    JsonNode before = vendor.stats();
    Job loaded = await(Job::allLoaded);
    Duration took = Duration.between(begin, Instant.now());
    JsonNode after = vendor.stats();
    Limits limits = LimitsCatalogue.bundled().limits("hubspot", TIER, 1);
    return Makespan.of(loaded.counters(), order, took, before, after, limits);
  }

  /** The only job, as soon as it is so. */
  private Job await(Predicate<Job> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(end)) {
      Optional<Job> job = parts.jobs().list("").stream().findFirst();
      if (job.filter(j -> j.state() == JobState.FAILED).isPresent()) {
        throw new IllegalStateException(job.get().reason());
      }
      if (job.filter(j -> j.chunks() > 0).filter(wanted).isPresent()) {
        return job.get();
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    throw new IllegalStateException("not within " + LONGEST);
  }
}
