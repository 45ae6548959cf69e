package dev.offramp.bench.cost;

import dev.offramp.bench.MeteredCloud;
import dev.offramp.bench.StageRun;
import dev.offramp.local.template.FunctionDeclaration;
import dev.offramp.local.template.Template;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.sandbox.kartra.ExportGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts what a load into a batch API uses of AWS: the real stages in one JVM on the services'
 * emulators, through clients that count. GB-seconds are the time that a stage took times its memory
 * in the template; the loader's holds all its waiting. Prints what a million rows cost at list
 * price, and the same for a naive design.
 */
public final class LoadingCost {
  private static final int CHUNK_ROWS = 1000;
  private static final double MILLION = 1e6;

  /**
   * Lambda holds five long polls of at most 20 s at each of the five queues
   * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
   */
  private static final double POLLS_A_SECOND = 5 * 5 / 20.0;

  private static final double SECONDS_A_MINUTE = 60;

  /**
   * A message and five writes of up to 1 KB a row: sent, received and deleted; read once; a call of
   * a function of 1 GB that looks for the person and makes it, 40 ms each. Whatever it waits for
   * the limit comes on top.
   */
  private static final Use NAIVE = new Use(5, 1, 3, 0, 0, 1, 0.08);

  private final MeteredCloud cloud;
  private final Map<String, Double> gigabytes;
  private final Map<String, Use> uses = new LinkedHashMap<>();
  private Use before = Use.NONE;

  private LoadingCost(MeteredCloud cloud, Map<String, Double> gigabytes) {
    this.cloud = cloud;
    this.gigabytes = gigabytes;
  }

  /** Takes the project's folder and how many rows (10000). */
  public static void main(String[] args) throws IOException {
    Path project = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
    int rows = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    try (MeteredCloud cloud =
            new MeteredCloud(Files.createTempDirectory("loading-cost"), CHUNK_ROWS);
        SandboxServer vendor = SandboxServer.start(SandboxOptions.professional())) {
      LoadingCost cost = new LoadingCost(cloud, gigabytes(project));
      Duration loading = cost.run(vendor, rows);
      cost.print(rows, loading, vendor.stats().path("callsToday").asLong());
    }
  }

  private static Map<String, Double> gigabytes(Path project) {
    Template template =
        Template.read(project.resolve("template.yaml"), project, "bench", "us-east-1", Map.of());
    Map<String, Double> gigabytes = new LinkedHashMap<>();
    for (FunctionDeclaration function : template.functions(name -> name)) {
      gigabytes.put(function.logicalId(), function.memoryMb() / 1024.0);
    }
    return gigabytes;
  }

  private Duration run(SandboxServer vendor, int rows) throws IOException {
    cloud.secret(
        "hubspot/bench",
        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
            .formatted(vendor.baseUri(), vendor.key()));
    cloud.put("inbox/bench/plan.yaml", "destination: hubspot\napproval: automatic\n");
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    new ExportGenerator(17, rows).write(csv);
    StageRun run = new StageRun(cloud);
    run.upload("inbox/bench/contacts.csv", csv.toString(StandardCharsets.UTF_8));
    before = Use.shown(cloud);
    stage("Parser", 1, run::parse);
    int chunks = run.job().chunks();
    stage("Mapper", chunks, run::map);
    stage("Conductor", 1, run::conduct);
    Duration loading = stage("Loader", 1, () -> run.load(cloud.parts().loader()));
    stage("Conductor", 1, run::conduct);
    return loading;
  }

  private Duration stage(String function, int invocations, Supplier<Duration> work) {
    Duration took = work.get();
    Use now = Use.shown(cloud);
    double gbSeconds = took.toMillis() / 1e3 * gigabytes.get(function);
    Use used = now.plus(before.times(-1)).plus(new Use(0, 0, 0, 0, 0, invocations, gbSeconds));
    uses.merge(function, used, Use::plus);
    before = now;
    return took;
  }

  private void print(int rows, Duration loading, long calls) throws IOException {
    System.out.printf("%,d rows, %,d calls, loading %,d ms%n%n", rows, calls, loading.toMillis());
    System.out.println(
        """
        | for 1,000 rows | write units | read units | queue requests | S3 writes | S3 reads | GB-seconds |
        |---|---|---|---|---|---|---|\
        """);
    uses.forEach((function, use) -> line(function, use.times(1e3 / rows)));
    Use all = uses.values().stream().reduce(Use.NONE, Use::plus);
    line("together", all.times(1e3 / rows));
    line("naive", NAIVE.times(1e3));
    System.out.println(
        """

        | table | write units for 1,000 rows |
        |---|---|\
        """);
    cloud
        .capacity()
        .writesByTable()
        .forEach((table, units) -> System.out.printf("| %s | %.1f |%n", table, units * 1e3 / rows));
    // While a load goes on, the queues are polled and the conductor looks every minute.
    double seconds = loading.toMillis() / 1e3 * MILLION / rows;
    double ticks = seconds / SECONDS_A_MINUTE;
    Use tick = uses.get("Conductor").times(0.5);
    Use waiting =
        new Use(0, 0, seconds * POLLS_A_SECOND, 0, 0, ticks, ticks * tick.gbSeconds())
            .plus(new Use(0, ticks, 0, 0, 0, 0, 0));
    ListPrices prices = new ListPrices();
    Map<String, Double> ours = prices.bill(all.times(MILLION / rows).plus(waiting));
    Map<String, Double> naive = prices.bill(NAIVE.times(MILLION));
    System.out.println(
        """

        | for 1,000,000 rows, USD | Offramp | naive |
        |---|---|---|\
        """);
    ours.forEach(
        (what, usd) -> System.out.printf("| %s | %.3f | %.3f |%n", what, usd, naive.get(what)));
    System.out.println("\n" + prices.sources());
  }

  private static void line(String name, Use use) {
    System.out.printf(
        "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.3f |%n",
        name, use.writes(), use.reads(), use.queue(), use.puts(), use.gets(), use.gbSeconds());
  }
}
